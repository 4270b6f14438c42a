// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { mainPart, middleOf, moveOf, pathTo } from "../../src/room/analyst/weeks/moves";
import { nameOfWeek, readWeeks, type Weeks, weekOfDay } from "../../src/room/analyst/weeks/read_weeks";
import { columnOfWeek, countPlays, eachPlay, mostPlays } from "../../src/room/analyst/weeks/smoothing";
import { wordsOfMove } from "../../src/room/analyst/weeks/weeks_bar";
import { valueAt } from "../../src/room/map/columns";
import { BadMap } from "../../src/room/map/read_map";
import type { Region } from "../../src/room/map/records";
import { type Entry, writeWeeks } from "./made_weeks";

const made = (...weeks: readonly (readonly Entry[])[]): Weeks => readWeeks(writeWeeks(weeks));
const playsIn = (weeks: Weeks, week: number, n: number): number[] => {
  const plays = Array.from({ length: n }, () => 0);
  eachPlay(weeks, week, (row, each) => {
    plays[row] = (plays[row] ?? 0) + each;
  });
  return plays;
};

describe("weeks", () => {
  const weeks = made(
    [[0, 4]],
    [],
    [
      [0, 2],
      [2, 8],
    ],
    [[1, 4]],
  );

  it("are read as they were written, with their dates", () => {
    expect([weeks.nWeeks, weeks.version, weeks.nElsewhere]).toEqual([4, "v1", 3]);
    expect([0, 1, 2, 3].map((week) => countPlays(weeks, week))).toEqual([4, 0, 10, 4]);
    expect(nameOfWeek(weeks, 3)).toBe("2026-01-12");
    expect([weekOfDay(weeks, "2026-01-18"), weekOfDay(weeks, "2026-01-11"), weekOfDay(weeks, "1999-01-01")]).toEqual([
      3, 2, 0,
    ]);
    expect([weekOfDay(weeks, "2030-01-01"), weekOfDay(weeks, "now"), weekOfDay(made(), "2026-01-18")]).toEqual([
      3,
      null,
      null,
    ]);
  });

  it("of other bytes are refused", () => {
    const buffer = writeWeeks([[[0, 1]]]);
    expect(() => readWeeks(buffer.slice(0, -1))).toThrow(BadMap);
    expect(() => readWeeks(new ArrayBuffer(4))).toThrow(BadMap);
    new DataView(buffer).setUint16(4, 2, true);
    expect(() => readWeeks(buffer)).toThrow("format 2");
  });

  it("are smoothed by half and two quarters, and at the ends the others make up for what is not there", () => {
    expect(playsIn(weeks, 1, 3)).toEqual([1.5, 0, 2]);
    expect(playsIn(weeks, 2, 3)).toEqual([1, 1, 4]);
    expect(playsIn(weeks, 0, 3)[0]).toBeCloseTo((4 * 2) / 3);
    expect(playsIn(made([[0, 3]]), 0, 1)).toEqual([3]);
  });

  it("are columns of one scale in which what was not played has no value", () => {
    const most = mostPlays(weeks, 3);
    expect(most).toBeCloseTo(4);
    const column = columnOfWeek(weeks, 2, 3, most);
    expect([...column.bytes].map((byte) => valueAt(column, byte)?.toFixed(1))).toEqual(["1.0", "1.0", "4.0"]);
    expect(columnOfWeek(weeks, 0, 3, most).bytes[1]).toBe(255);
    expect(mostPlays(made(), 3)).toBe(0);
  });
});

describe("where listening moved", () => {
  const places = Float32Array.of(-0.5, 0, 0, -0.4, 0, 0, 0.5, 0, 0.2, 0.9, 0.9, 0.9);
  const part = (name: string, x: number, radius: number, n_tracks: number): Region => ({
    name,
    centre: [x, 0, 0],
    radius,
    n_tracks,
  });
  const parts = { places, regions: [part("all", 0, 0.6, 3), part("left", -0.45, 0.3, 2), part("right", 0.5, 0.3, 1)] };
  const weeks = made(
    [
      [0, 2],
      [1, 2],
    ],
    [],
    [],
    [[2, 6]],
    [
      [3, 5],
      [0, 1],
    ],
  );

  it("is told by the middle of the plays, whose way leads over the weeks with a play", () => {
    expect(middleOf(weeks, 0, places)?.[0]).toBeCloseTo(-0.45);
    expect(middleOf(made([], []), 1, places)).toBeNull();
    expect(pathTo(weeks, 4, places, 12)).toHaveLength(5);
    expect(pathTo(weeks, 1, places, 12)).toHaveLength(2);
    expect(pathTo(weeks, 3, places, 2).map(([x]) => Number(x.toFixed(2)))).toEqual([0.5, 0.56]);
  });

  it("names the part that has more of the plays than of the tracks, also where a larger one lies around it", () => {
    expect(mainPart(weeks, 0, parts)).toEqual({ region: 1, share: 1 });
    expect(mainPart(weeks, 3, parts)?.region).toBe(2);
    expect(
      mainPart(
        made([
          [3, 5],
          [0, 1],
        ]),
        0,
        parts,
      ),
    ).toEqual({ region: -1, share: 5 / 6 });
    expect(mainPart(made([], []), 1, parts)).toBeNull();
  });

  it("looks back to the last week with a play", () => {
    const far = made(
      [
        [0, 2],
        [1, 2],
      ],
      [],
      [],
      [[2, 6]],
      [],
      [[2, 1]],
    );
    expect([moveOf(far, 3, parts).plays, moveOf(far, 3, parts).before?.region]).toEqual([6, 2]);
    expect(moveOf(made([[0, 1]], [], [], [], [[2, 1]]), 4, parts).before?.region).toBe(2);
    expect(moveOf(weeks, 0, parts).before).toBeNull();
  });

  it("is said in a sentence", () => {
    const at = (region: number, share: number) => ({ region, share });
    expect(wordsOfMove({ plays: 0, now: null, before: null })).toBe("Nothing was played in this week.");
    expect(wordsOfMove({ plays: 1, now: at(-1, 0.5), before: null })).toBe(
      "1 play in this week. Listening began in no named part above all: 50 % of the plays around it.",
    );
    expect(wordsOfMove({ plays: 9, now: at(-1, 0.5), before: at(-1, 0.7) })).toContain("stayed in no named part");
    expect(wordsOfMove({ plays: 9, now: at(-1, 0.6), before: at(0, 0.7) })).toContain(
      "moved: it was in “” before, now 60 % of the plays around it are in no named part above all",
    );
  });
});
