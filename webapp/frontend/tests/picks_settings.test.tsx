// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PicksSettings } from "../src/settings/picks_settings";
import { steering } from "../src/state/stream/steering";

const ANSWER = { steering: {}, half_life_days: 14, artist_cap: 2, has_energy: true };

describe("the settings of picks", () => {
  let page: HTMLElement;

  beforeEach(async () => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(ANSWER)));
    steering.value = { energy: 0.5 };
    page = document.body.appendChild(document.createElement("main"));
    render(<PicksSettings />, page);
    await vi.waitFor(() => expect(fields()).toHaveLength(2));
  });
  afterEach(() => {
    render(null, page);
    page.remove();
    vi.unstubAllGlobals();
  });

  const fields = () => [...page.querySelectorAll("input")];
  const field = (at: number) => fields()[at] as HTMLInputElement;
  const reset = (at: number) => page.querySelectorAll("button")[at] as HTMLButtonElement;
  const type = async (at: number, text: string) => {
    field(at).value = text;
    field(at).dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
  };

  it("show what holds here by default, and nothing to give back", () => {
    expect(fields().map((each) => each.value)).toEqual(["14", "2"]);
    expect(page.textContent).toContain("Here by default: 14 days.");
    expect(page.textContent).toContain("Here by default: 2 tracks.");
    expect([reset(0).disabled, reset(1).disabled]).toEqual([true, true]);
  });

  it("steer by what is typed, beside what else is steered, and give it back", async () => {
    await type(0, "30");
    await type(1, "3");
    expect(steering.value).toEqual({ energy: 0.5, half_life_days: 30, artist_cap: 3 });
    reset(0).click();
    await vi.waitFor(() => expect(field(0).value).toBe("14"));
    expect(steering.value).toEqual({ energy: 0.5, artist_cap: 3 });
  });

  it.each(["", "0", "366", "2.5"])("refuse %j with the bounds, and steer by what was there", async (text) => {
    await type(0, text);
    expect(steering.value).toEqual({ energy: 0.5 });
    await vi.waitFor(() => expect(page.querySelector("[role=alert]")?.textContent).toContain("from 1 to 365"));
    reset(0).click();
    await vi.waitFor(() => expect(page.querySelector("[role=alert]")).toBeNull());
    expect(field(0).value).toBe("14");
  });
});
