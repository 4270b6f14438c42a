// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { legendOf, nameParts } from "../../src/room/analyst/picture/legend_of";
import { layRows } from "../../src/room/analyst/picture/paint_legend";
import { hasSizes, MAX_SIZE, MIN_SIZE, sizeAt, sizesOf, UNKNOWN_SIZE } from "../../src/room/analyst/sizes";
import { bitsOf, columnsOf, MAX_COLUMNS, withFirst } from "../../src/room/analyst/table/columns";
import type { Column } from "../../src/room/map/read_map";
import type { Quantity } from "../../src/room/map/records";
import { quantities } from "../../src/room/map/store";
import { missingQuantities, sizeBy, wantedColumns } from "../../src/room/state";
import { go } from "../../src/state/router";

const column = (given: Partial<Column>): Column => ({
  name: "plays",
  unit: "plays",
  scale: "linear",
  low: 0,
  high: 12,
  categories: [],
  origin: "listening",
  bytes: Uint8Array.of(0, 127, 254, 255),
  ...given,
});
const genre = column({ name: "genre", unit: "", scale: "categories", categories: ["Rock", "Jazz"] });

afterEach(() => {
  quantities.value = [];
  go("/room");
});

describe("sizes", () => {
  it("grow in area with the value, and what is not known is the smallest", () => {
    const sizes = sizesOf(column({}));
    expect(sizes && [sizes[0], sizes[2], sizes[3]]).toEqual([MIN_SIZE, MAX_SIZE, UNKNOWN_SIZE]);
    expect(UNKNOWN_SIZE).toBeLessThan(MIN_SIZE);
    const area = (share: number) => sizeAt(share) ** 2;
    expect((area(0.5) - area(0)) / (area(1) - area(0))).toBeCloseTo(0.5, 1);
  });

  it("are of quantities that have an order: numbers, and whether a track is liked", () => {
    const likes = column({ name: "likes", scale: "categories", categories: ["not liked", "liked", "turned away"] });
    const sizes = sizesOf({ ...likes, bytes: Uint8Array.of(0, 1, 2) }) ?? [];
    expect(sizes[1]).toBe(MAX_SIZE);
    expect(sizes[2]).toBe(MIN_SIZE);
    expect(sizes[0]).toBe(sizeAt(0.5));
    expect(sizesOf(genre)).toBeNull();
    expect([genre, likes, column({})].map(hasSizes)).toEqual([false, true, true]);
  });

  it("stand in the address, and one that is not there is told", () => {
    const known = (name: string): Quantity => ({ name, unit: "", is_available: true }) as Quantity;
    quantities.value = [known("genre"), known("plays")];
    go("/room?size=plays");
    expect([sizeBy.value, missingQuantities.value, wantedColumns()]).toEqual(["plays", [], ["genre", "plays"]]);
    go("/room?size=nonsense");
    expect([sizeBy.value, missingQuantities.value]).toEqual(["", ["nonsense"]]);
    go("/room");
    expect(sizeBy.value).toBe("");
  });
});

describe("the table", () => {
  const known = ["tempo", "plays", "year", "key", "mode", "length", "loudness"].map(
    (name) => ({ name, is_available: name !== "year" }) as Quantity,
  );

  it("has what the room shows and what was added, each once, and no more than the server makes", () => {
    expect(
      columnsOf({ colour: "tempo", size: "plays", axes: ["plays", "key", "tempo"], hasWeek: false }, ["mode"], known),
    ).toEqual(["tempo", "plays", "key", "mode"]);
    expect(columnsOf({ colour: "year", size: "", axes: null, hasWeek: true }, ["key", "gone"], known)).toEqual([
      "plays_of_week",
      "key",
    ]);
    const all = known.map(({ name }) => name);
    expect(columnsOf({ colour: "tempo", size: "", axes: null, hasWeek: true }, all, known)).toHaveLength(MAX_COLUMNS);
    expect(withFirst(["tempo", "plays", "key"], "key")).toEqual(["key", "tempo", "plays"]);
  });

  it("names rows by one bit each, the lowest first", () => {
    const bits = bitsOf(13, (tell) => [0, 7, 8, 12, 13].forEach(tell));
    expect([...atob(bits)].map((letter) => letter.charCodeAt(0))).toEqual([0b1000_0001, 0b1_0001]);
    expect(bitsOf(0, () => undefined)).toBe("");
  });
});

describe("a saved picture", () => {
  const at = new Date("2026-01-05T12:00:00Z");
  const drawn = { nTracks: 48, colour: genre, size: column({}), week: "", axes: null, at };

  it("says what its colours and sizes mean, and of which day it is", () => {
    const rows = legendOf(drawn).map((row) => row.map(({ words }) => words));
    expect(rows[0]).toEqual(["Colour: Genre", "Rock", "Jazz", "not known"]);
    expect(rows[1]).toEqual(["Size: Plays", "0", "6", "12"]);
    expect(rows[2]).toEqual(["Near means: sounds alike.", "48 tracks · 5 Jan 2026 · segue"]);
    const axes = legendOf({ ...drawn, colour: column({}), size: undefined, axes: ["tempo", "year"], week: "the week" });
    expect(
      axes
        .at(-1)
        ?.map(({ words }) => words)
        .slice(0, 2),
    ).toEqual(["the week", "Axes: Tempo, Year"]);
    expect(axes[0]?.at(-1)?.swatch?.byte).toBe(255);
  });

  it("has a name that tells them", () => {
    expect(nameParts({ ...drawn, week: "2026-01-05", axes: ["tempo", "year", "plays"] })).toEqual([
      "room",
      "2026-01-05",
      "colour genre",
      "size plays",
      "axes tempo year plays",
      "week 2026-01-05",
    ]);
  });

  it("goes on in the next line where a row of its legend is too wide", () => {
    const context = { font: "", measureText: (words: string) => ({ width: words.length * 10 }) as TextMetrics };
    const entries = Array.from({ length: 5 }, () => ({ words: "0123456789" }));
    const { laid, height } = layRows(context, [entries, [{ words: "last" }]], 300);
    expect(new Set(laid.slice(0, 5).map(({ y }) => y)).size).toBe(3);
    expect(Math.max(...laid.map(({ x }) => x + 100))).toBeLessThanOrEqual(300);
    expect(laid[5]?.y).toBeGreaterThan(laid[4]?.y ?? 0);
    expect(height).toBeGreaterThan(laid[5]?.y ?? 0);
  });
});
