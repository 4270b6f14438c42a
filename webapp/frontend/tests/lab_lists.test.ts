import { describe, expect, it } from "vitest";
import { barsOf } from "../src/lab/charts/history_chart";
import { scoreInWords } from "../src/lab/parts/quality_panel";
import type { ReleasesAnswer } from "../src/lab/records/releases";
import type { StreamsAnswer } from "../src/lab/records/streams";
import { type AskedSong, withAnswer } from "../src/lab/state/asked_songs";

const answer = (title: string, expected_plays: number) =>
  ({
    match: { title, artist: "A", track_id: null, where: "history", how: "exact", closeness: 1 },
    expected_plays,
    low: 0,
    high: 9,
    chance_any: 0.5,
    baseline: { model: "b", expected_plays: 1 },
  }) as unknown as StreamsAnswer;

describe("the running top list", () => {
  it("has the most played first and each song once", () => {
    let list: readonly AskedSong[] = [];
    for (const [title, plays] of [
      ["a", 1],
      ["b", 5],
      ["c", 3],
      ["a", 4],
    ] as const)
      list = withAnswer(list, answer(title, plays));
    expect(list.map((each) => [each.title, each.expected])).toEqual([
      ["b", 5],
      ["a", 4],
      ["c", 3],
    ]);
  });
});

describe("bars of an artist's years", () => {
  const asked = {
    year: 2026,
    actual: null,
    history: [
      { year: 2024, n_releases: 1 },
      { year: 2025, n_releases: 0 },
      { year: 2026, n_releases: 2 },
    ],
  };

  it("leave the years open between what is known and what was asked", () => {
    const far = { ...asked, year: 2028, history: asked.history.slice(0, 2) };
    expect(barsOf(far as unknown as ReleasesAnswer).map((bar) => bar.counted)).toEqual([1, 0, null, null, null]);
    expect(barsOf({ ...asked, year: 2020 } as unknown as ReleasesAnswer)).toEqual([{ year: 2020, counted: null }]);
  });

  it("end with the year that was asked for, which is open until it is known", () => {
    expect(barsOf(asked as unknown as ReleasesAnswer)).toEqual([
      { year: 2024, counted: 1 },
      { year: 2025, counted: 0 },
      { year: 2026, counted: null },
    ]);
  });
});

describe("a score in words", () => {
  const facts = { metric: "overlap@50", score: 0.866, baseline: 0.851, higher_is_better: true };

  it("says better only when it is, whichever way the measure runs", () => {
    expect(scoreInWords(facts)).toContain("so the model is better");
    expect(scoreInWords({ ...facts, higher_is_better: false })).toContain("no better");
    expect(scoreInWords({ ...facts, score: 0.851 })).toContain("no better");
    expect(scoreInWords({ ...facts, baseline: null })).toContain("no baseline");
  });
});
