import { describe, expect, it } from "vitest";
import { barsOf } from "../src/lab/plots/history_chart";
import { measured, plainScore } from "../src/lab/quality/plain_scores";
import type { ReleasesAnswer, StreamsAnswer } from "../src/lab/records";
import { type AskedSong, withAnswer } from "../src/lab/streams/asked_songs";

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
    expect(measured(facts)).toContain("so the model is better");
    expect(measured({ ...facts, higher_is_better: false })).toContain("no better");
    expect(measured({ ...facts, score: 0.851 })).toContain("no better");
    expect(measured({ ...facts, baseline: null })).toContain("no baseline");
  });

  it("is said plainly first: what was named, explained, or erred", () => {
    const said = (metric: string, score: number, baseline: number) =>
      plainScore({ metric, score, baseline, higher_is_better: true });
    expect(said("overlap@50", 0.88, 0.874)).toBe("44 of 50 named; copying this week names 43.7.");
    expect(said("accuracy", 0.62, 0.31)).toContain("62 of 100 songs named right");
    expect(said("R2, unknown artist", 0.31, 0.2)).toContain("31 % of the differences");
    expect(said("poisson deviance", 0.88, 1)).toBe("It errs 12 % less than the simple guess.");
    expect(said("poisson deviance", 1.1, 1)).toContain("no less");
    expect([said("something else", 1, 1), plainScore({ ...facts, baseline: null })]).toEqual(["", ""]);
  });
});
