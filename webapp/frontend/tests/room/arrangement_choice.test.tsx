// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import { Arrangements } from "../../src/room/own/arrangements";
import { arrangements, nowServed } from "../../src/room/own/keeping";
import { beginWith, ownPlaces, putAt, showOwn } from "../../src/room/own/own_places";
import { forget, notices } from "../../src/state/notices";

const home = document.createElement("div");

afterEach(() => {
  render(null, home);
  for (const { id } of notices.peek()) forget(id);
  vi.unstubAllGlobals();
});

it("shows the arrangement that is at hand where another one was refused", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no way")));
  const one = (arrangement_id: string, name: string) => ({
    arrangement_id,
    name,
    revision: 1,
    changed_at: "",
    n_places: 0,
  });
  arrangements.value = [one("a", "One"), one("b", "Two")];
  beginWith(new Map());
  nowServed(ownPlaces.peek(), { id: "a", name: "One", revision: 1 });
  showOwn(true);
  putAt("t1", "A song", [0, 0, 0]);
  render(<Arrangements />, home);
  const select = home.querySelector("select") as HTMLSelectElement;
  expect(select.value).toBe("a");
  select.value = "b";
  select.dispatchEvent(new Event("change"));
  await vi.waitFor(() => expect(notices.value.some(({ words }) => words.includes("What you moved last"))).toBe(true));
  await vi.waitFor(() => expect(select.value).toBe("a"));
});
