import { describe, expect, it } from "vitest";
import { csvOf, fileName } from "../src/components/exports";
import { movers, standing } from "../src/lab/charts/moves";
import { daysOf, mondayOf } from "../src/lab/charts/weeks";
import { commandIn, withoutCommand } from "../src/lab/parts/lab_problem";
import { day, figure, lasted, measureName, percent, signed, versionName } from "../src/lab/parts/numbers";
import { pathOf, sparklinePoints } from "../src/lab/plots/sparkline";
import {
  choicesOf,
  exactText,
  fieldNamed,
  onStep,
  reading,
  sliderEnds,
  typedValue,
} from "../src/lab/popularity/features";
import { questionOf, readWhatIf, whatIfQuery } from "../src/lab/popularity/what_if_rules";
import type { ForecastItem } from "../src/lab/records";

describe("names of the lab", () => {
  it("tells versions of one configuration apart", () => {
    expect(versionName("20261121T174736843866Z-d2700c")).toBe("20261121-174736");
    expect(versionName("20261121T174643220411Z-d2700c")).toBe("20261121-174643");
    expect(versionName("by-hand")).toBe("by-hand");
    expect(versionName(null)).toBe("–");
  });

  it("writes measures without underscores", () => {
    expect(measureName("mean_r2")).toBe("mean R²");
    expect(measureName("log R2")).toBe("log R²");
    expect(measureName(null)).toBe("–");
  });
});

describe("numbers of the lab", () => {
  it("write minus signs and as many digits as matter", () => {
    expect([0.8513, 4.4, 43.21, 89_741, -1.5, -0.0001].map((n) => figure(n))).toEqual([
      "0.851",
      "4.40",
      "43.2",
      "89,741",
      "−1.50",
      "0.000",
    ]);
    expect([signed(1.52, 2), signed(-3, 0), signed(0, 0), figure(null)]).toEqual(["+1.52", "−3", "0", "–"]);
  });

  it("never say 0 % or 100 % of what is only close to it", () => {
    expect([0, 0.004, 0.5, 0.996, 1].map(percent)).toEqual(["0 %", "< 1 %", "50 %", "> 99 %", "100 %"]);
  });

  it("say days and durations, and when they are not known", () => {
    expect([day(null), day("nonsense"), lasted(41.2), lasted(1.26), lasted(600)]).toEqual([
      "–",
      "–",
      "41 s",
      "1.3 s",
      "10 min",
    ]);
    expect(day("2026-01-05T12:00:00Z")).toBe("5 Jan 2026");
  });
});

describe("files", () => {
  it("quote cells that would break a row", () => {
    expect(
      csvOf(
        ["a", "b"],
        [
          ["x,y", 1],
          ['say "no"', null],
          ["two\nlines", true],
        ],
      ),
    ).toBe('a,b\r\n"x,y",1\r\n"say ""no""",\r\n"two\nlines",true\r\n');
  });

  it("keep words from being formulas, and numbers as they are", () => {
    expect(
      csvOf(
        ["a", "b"],
        [
          ["=1+1", -2.5],
          [" @x", "-"],
        ],
      ),
    ).toBe("a,b\r\n'=1+1,-2.5\r\n' @x,'-\r\n");
  });

  it("have names that every file system takes, in any script", () => {
    expect(fileName(["chart", "Hot 100/US", "2026-W02"], "csv")).toBe("segue-chart-Hot-100-US-2026-W02.csv");
    expect(fileName(["releases", "فرقة الضوء", null, "../x"], "png")).toBe("segue-releases-فرقة-الضوء-x.png");
    expect(fileName(["x".repeat(500)], "json").length).toBeLessThan(130);
  });
});

describe("weeks", () => {
  it("are ISO weeks, also around the new year", () => {
    expect(mondayOf("2026-W01")?.toISOString().slice(0, 10)).toBe("2025-12-29");
    expect(mondayOf("2020-W53")?.toISOString().slice(0, 10)).toBe("2020-12-28");
    expect(mondayOf("2021-W01")?.toISOString().slice(0, 10)).toBe("2021-01-04");
    expect([daysOf("2026-W48"), daysOf("next")]).toEqual(["23 Nov to 29 Nov", "next"]);
  });
});

describe("moves", () => {
  const item = (move: number | null, more: Partial<ForecastItem> = {}) =>
    ({ title: String(move), move, rank_now: 5, is_new: false, history: [], ...more }) as ForecastItem;

  it("tell new, returning, rising, falling and staying songs apart", () => {
    const all = [
      item(null, { is_new: true, rank_now: null }),
      item(null, { rank_now: null }),
      item(2),
      item(-1),
      item(0),
    ];
    expect(all.map(standing)).toEqual(["new", "back", "up", "down", "same"]);
  });

  it("name the strongest on both sides, the strongest faller last", () => {
    const found = movers([item(1), item(-7), item(9), item(0), item(3), item(-2), item(null)], 2);
    expect(found.map((each) => each.move)).toEqual([9, 3, -2, -7]);
  });

  it("leave gaps in a line where a week is missing", () => {
    const points = sparklinePoints([1, null, 3, 2], true, 4);
    expect(pathOf(points).match(/M/g)).toHaveLength(2);
    expect(points[1]).toBeNull();
    // Rank 1 stands highest.
    expect(points[0]?.[1]).toBeLessThan(points[2]?.[1] ?? 0);
  });
});

const RANGES = [
  { name: "energy", unit: "", low: 0, high: 1, step: 0.01, default: 0.5, known_low: 0.1, known_high: 1, what: "" },
  { name: "tempo", unit: "BPM", low: 0, high: 300, step: 1, default: 120, known_low: 50, known_high: 210, what: "" },
  {
    name: "duration_ms",
    unit: "ms",
    low: 0,
    high: 6_000_000,
    step: 1000,
    default: 213_000,
    known_low: 60_000,
    known_high: 600_000,
    what: "",
  },
];
const START = { energy: 0.5, tempo: 120, duration_ms: 213_000 };

describe("what if", () => {
  it("stands in the address: what was changed, nothing else", () => {
    const form = readWhatIf(
      new URLSearchParams("energy=0.8&tempo=&genre=jazz&artist=Miles&threshold=60&curve=tempo"),
      RANGES,
    );
    expect(form).toMatchObject({ changed: { energy: 0.8 }, genre: "jazz", artistCase: "known", threshold: 60 });
    expect(whatIfQuery(form, RANGES)).toEqual({
      energy: "0.8",
      tempo: null,
      duration_ms: null,
      genre: "jazz",
      artist: "Miles",
      artist_popularity: null,
      threshold: "60",
      title: null,
      explicit: null,
    });
    const back = new URLSearchParams(
      Object.entries(whatIfQuery(form, RANGES)).filter((pair): pair is [string, string] => pair[1] !== null),
    );
    expect(readWhatIf(back, RANGES)).toEqual(form);
  });

  it("asks exactly what was typed, in three clear cases of the artist", () => {
    const ask = (query: string) => questionOf(readWhatIf(new URLSearchParams(query), RANGES), START, 50);
    expect(ask("tempo=96")).toMatchObject({ features: { ...START, tempo: 96 }, artist: null, artist_popularity: null });
    expect(ask("artist=Miles")).toMatchObject({ artist: "Miles", artist_popularity: null });
    expect(ask("artist_popularity=70&artist=Miles")).toMatchObject({ artist: null, artist_popularity: 70 });
    expect(ask("threshold=0").threshold).toBe(0);
    expect(ask("title=Song%20(Live)&explicit=True")).toMatchObject({ title: "Song (Live)", explicit: true });
    expect(ask("")).toMatchObject({ title: null, explicit: null });
  });

  it("keeps values inside what can be asked", () => {
    expect([
      onStep(RANGES[1] as never, 999),
      onStep(RANGES[0] as never, -3),
      onStep(RANGES[0] as never, 0.123),
    ]).toEqual([300, 0, 0.123]);
    const duration = RANGES[2] as never;
    expect(sliderEnds(duration, 213_000)).toEqual([0, 735_000]);
    expect(sliderEnds(duration, 1_800_000)).toEqual([0, 1_800_000]);
    expect(sliderEnds(RANGES[0] as never, 0.5)).toEqual([0, 1]);
  });

  it("reads values as people do", () => {
    const pairs = [
      ["key", -1],
      ["key", 1],
      ["mode", 0],
      ["tempo", 121.6],
      ["duration_ms", 213_000],
      ["time_signature", 4],
    ] as const;
    expect(pairs.map(([name, value]) => reading(name, value))).toEqual(["none", "C♯", "minor", "122", "3:33", "4/4"]);
  });

  it("are chosen where there are few, and a length is typed as it is read", () => {
    expect(choicesOf({ ...RANGES[0], name: "mode", low: 0, high: 1 } as never)).toEqual([0, 1]);
    expect(choicesOf(RANGES[0] as never)).toBeNull();
    expect(exactText("duration_ms", 213_400)).toBe("3:33");
    expect(["3:33", "213", "1:00:00", "x", ""].map((text) => typedValue("duration_ms", text))).toEqual([
      213_000,
      213_000,
      3_600_000,
      null,
      null,
    ]);
    expect([typedValue("tempo", "120.5"), typedValue("tempo", "1:20")]).toEqual([120.5, null]);
  });

  it("puts a refusal beside the field that it names", () => {
    expect(fieldNamed("features.tempo must be below 300", ["energy", "tempo"])).toBe("tempo");
    expect(fieldNamed("the body is not JSON", ["energy", "tempo"])).toBeNull();
  });
});

describe("a missing model", () => {
  it("is named with the command that makes it", () => {
    const words = "there is no charts model yet; run `segue train charts`";
    expect([commandIn(words), withoutCommand(words)]).toEqual(["segue train charts", "There is no charts model yet."]);
    expect([commandIn("busy"), withoutCommand("")]).toEqual([null, ""]);
  });
});
