// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { GroupRates, PickRate, PicksQuality, SessionsQuality } from "../src/api/records";
import { ofHundred, qualitySays } from "../src/messages/quality";
import QualityPage from "../src/quality/quality_page";
import { sourceWords } from "../src/quality/rates_table";

const rate = (name: PickRate["name"], n_done: number, n: number, is_few = false): PickRate => ({
  name,
  n,
  n_done,
  share: n_done / n,
  low: 0.1,
  high: 0.15,
  is_few,
});
const group = (name: string, ...rates: PickRate[]): GroupRates => ({ group: name, rates });
const NOTHING: PicksQuality = {
  counted_at: "2026-12-01T08:00:00Z",
  shown: { hours: 720, n_listeners: 0, n_shown: 0, rates: [], by_source: [], by_place: [] },
  index: null,
  sessions: null,
};
const SESSIONS: SessionsQuality = {
  version: "20261201T080000Z-abcdef",
  made_at: "2026-12-01T08:00:00Z",
  n_sessions: 1200,
  is_served: true,
  next_track: {
    n: 700,
    hit_rate: 0.456,
    hit_rate_low: 0.42,
    hit_rate_high: 0.49,
    hit_rate_best_single: 0.415,
    hit_rate_popularity: 0.2,
    mrr: 0.218,
    mrr_best_single: 0.171,
  },
};
const EVERYTHING: PicksQuality = {
  ...NOTHING,
  shown: {
    hours: 168,
    n_listeners: 3,
    n_shown: 1000,
    rates: [
      rate("plays", 120, 1000),
      rate("finishes", 60, 120),
      rate("early_skips", 30, 120),
      rate("likes", 1, 20, true),
    ],
    by_source: [group("session", rate("plays", 90, 600)), group("fresh", rate("plays", 1, 4, true))],
    by_place: [group("1", rate("plays", 50, 500)), group("2", rate("plays", 5, 500))],
  },
  sessions: SESSIONS,
  index: {
    version: "20261201T080000Z-abcdef",
    made_at: "2026-12-01T08:00:00Z",
    n_tracks: 48,
    recall: 0.97,
    learned: { is_used: false, precision: 0.3, precision_without: 0.29 },
  },
};

describe("the page of how good the picks are", () => {
  let page: HTMLElement;

  beforeEach(() => {
    page = document.body.appendChild(document.createElement("main"));
  });
  afterEach(() => {
    render(null, page);
    page.remove();
    vi.unstubAllGlobals();
  });

  const show = async (quality: PicksQuality) => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(quality)));
    render(<QualityPage />, page);
    await vi.waitFor(() => expect(page.querySelectorAll("section")).toHaveLength(3));
  };

  it("says what is not known yet, and how it would come", async () => {
    await show(NOTHING);
    expect(page.textContent).toContain("No picks were in view in the last 30 days.");
    expect(page.querySelector("table")).toBeNull();
    const commands = [...page.querySelectorAll("code")].map((each) => each.textContent);
    expect(commands).toEqual(["segue build sessions", "segue build index"]);
  });

  it("says in plain words what listeners did, each with how many and the likely span", async () => {
    await show(EVERYTHING);
    expect(page.textContent).toContain("1,000 picks were in view in the last 7 days, of 3 listeners.");
    expect(page.textContent).toContain(qualitySays.shown.shorter);
    const first = page.querySelector("li");
    expect(first?.textContent).toContain("Of 100 picks that were in view here, 12 were played.");
    expect(first?.textContent).toContain("120 of 1,000. Likely between 10 and 15 of 100.");
    expect(page.textContent).toContain("Of 100 that were played, 25 were skipped in the first 30 seconds.");
  });

  it("greys what is of too few, and says so in words", async () => {
    await show(EVERYTHING);
    const few = [...page.querySelectorAll(".is-few")].map((each) => each.textContent);
    expect(few[0]).toContain("Of 20 that were in view, 1 was liked.");
    expect(few[0]).toContain("That is too few to say much. Likely between 10 and 15 of 100.");
    expect(few).toContain("25 (10 to 15), only 4");
  });

  it("shows the rates by what carries the pick and by place", async () => {
    await show(EVERYTHING);
    const rows = [...page.querySelectorAll("tbody tr")].map((row) => row.querySelector("th")?.textContent);
    expect(rows).toEqual([sourceWords("session"), sourceWords("fresh"), "1", "2"]);
    expect(sourceWords("session")).toBe("often follows what you just heard");
    expect(sourceWords("some_new_one")).toBe("some new one");
  });

  it("tells what was measured beside popularity, and what is not used", async () => {
    await show(EVERYTHING);
    expect(page.textContent).toContain(
      "The next track of a session is among the first twenty in 46 of 100 cases; by popularity alone in 20.",
    );
    expect(page.textContent).toContain("97 were found, in 48 tracks.");
    expect(page.textContent).toContain(qualitySays.index.isNotUsed);
  });

  it("says so where sessions were too few to measure by", async () => {
    await show({ ...EVERYTHING, sessions: { ...SESSIONS, n_sessions: 12, next_track: null } });
    expect(page.textContent).toContain("12 sessions were listened to so far: too few to measure by.");
  });

  it("never says none or all of a hundred where it is not so", () => {
    expect([0, 0.001, 0.014, 0.999, 1].map(ofHundred)).toEqual(["0", "fewer than 1", "1", "more than 99", "100"]);
  });
});
