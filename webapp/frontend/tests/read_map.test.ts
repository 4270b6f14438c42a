import { describe, expect, it } from "vitest";
import { byteAt, fillAxis, NOWHERE, valueAt } from "../src/room/map/columns";
import { BadMap, readMap, UNKNOWN, withColumns } from "../src/room/map/read_map";
import type { MapHead } from "../src/room/map/records";
import { writeMap } from "./made_map";

const genre = {
  name: "genre",
  unit: "",
  scale: "categories",
  low: 0,
  high: 0,
  categories: ["rock", "folk"],
  origin: "tags",
  bytes: [0, 1, UNKNOWN],
} as const;
const tempo = {
  name: "tempo",
  unit: "BPM",
  scale: "log",
  low: 50,
  high: 200,
  categories: [],
  origin: "measured",
  bytes: [0, 127, 254],
} as const;
const places = [
  [0, 0, 0],
  [32_768, 65_535, 0],
  [65_535, 65_535, 65_535],
] as const;

describe("the binary map", () => {
  it("gives every row its place within the box and a byte of each column", () => {
    const map = readMap(writeMap({ places, columns: [genre, tempo] }));
    expect(map.nTracks).toBe(3);
    expect([...map.places].map((place) => Number(place.toFixed(3)))).toEqual([-1, -0.5, -1, 0, 0.5, -1, 1, 0.5, 1]);
    expect([...(map.columns.get("genre")?.bytes ?? [])]).toEqual([0, 1, UNKNOWN]);
    expect([...(map.columns.get("tempo")?.bytes ?? [])]).toEqual([0, 127, 254]);
    expect(map.regions[0]?.name).toBe("a part");
  });

  it("reads a map without tracks and one without columns", () => {
    expect(readMap(writeMap({ places: [], columns: [{ ...genre, bytes: [] }] })).places.length).toBe(0);
    expect(readMap(writeMap({ places, columns: [] })).columns.size).toBe(0);
  });

  it("reads heads of any length, in any script", () => {
    for (const name of ["é", "日本", "a", "ab", "abc", "abcd"]) {
      const regions: MapHead["regions"] = [{ name, centre: [0, 0, 0], radius: 1, n_tracks: 3 }];
      expect(readMap(writeMap({ places, columns: [], regions })).regions[0]?.name).toBe(name);
    }
  });

  it("refuses what is no map, of another format, or cut off", () => {
    const whole = writeMap({ places, columns: [genre] });
    expect(() => readMap(new ArrayBuffer(4))).toThrow(BadMap);
    expect(() => readMap(whole.slice(0, -1))).toThrow("cut off");
    const other = whole.slice(0);
    new DataView(other).setUint16(4, 2, true);
    expect(() => readMap(other)).toThrow("format 2");
    new Uint8Array(whole).set([0], 0);
    expect(() => readMap(whole)).toThrow("no map");
  });

  it("takes the columns of a second answer beside those of the first", () => {
    const first = readMap(writeMap({ places, columns: [genre] }));
    const both = withColumns(first, readMap(writeMap({ places, columns: [tempo] })));
    expect([...both.columns.keys()]).toEqual(["genre", "tempo"]);
    expect(both.places).toBe(first.places);
  });
});

describe("columns", () => {
  it("turn bytes into values by their scale, and the last byte into nothing", () => {
    expect(valueAt({ scale: "linear", low: -60, high: 0 }, 127)).toBeCloseTo(-30);
    expect(valueAt(tempo, 127)).toBeCloseTo(100);
    expect(valueAt(tempo, 0)).toBeCloseTo(50);
    expect(valueAt(genre, 1)).toBe(1);
    expect(valueAt(tempo, UNKNOWN)).toBeNull();
  });

  it("spread rows along an axis in the order of their values, each within its own step", () => {
    const bytes = Uint8Array.from({ length: 255 }, (_, byte) => byte);
    const axis = new Float32Array(255 * 3);
    fillAxis(axis, 1, { ...tempo, bytes });
    for (let row = 1; row < 255; row += 1) {
      expect(axis[row * 3 + 1]).toBeGreaterThan((axis[(row - 1) * 3 + 1] ?? 0) - 1e-6);
      expect(Math.abs((axis[row * 3 + 1] ?? 0) - ((row / 254) * 2 - 1))).toBeLessThanOrEqual(1 / 254 + 1e-6);
    }
  });

  it.each([1, 2, 3])("keep %i categories within the axis, apart from each other and from what is unknown", (n) => {
    const categories = ["rock", "folk", "jazz"].slice(0, n);
    const bytes = Uint8Array.from({ length: 300 }, (_, row) => row % n);
    const axis = new Float32Array(300 * 3);
    const column = { ...genre, categories, bytes };
    fillAxis(axis, 0, column);
    for (let row = 0; row < 300; row += 1) {
      const place = axis[row * 3] ?? Number.NaN;
      expect(Math.abs(place)).toBeLessThan(1);
      expect(byteAt(column, place)).toBe(row % n);
    }
  });

  it("keep the lowest and the highest value within the axis", () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, row) => (row % 2) * 254);
    const axis = new Float32Array(300);
    fillAxis(axis, 2, { ...tempo, bytes });
    for (let row = 0; row < 100; row += 1) expect(Math.abs(axis[row * 3 + 2] ?? 2)).toBeLessThanOrEqual(1);
  });

  it("put what has no value outside of the axis", () => {
    const axis = new Float32Array(3);
    fillAxis(axis, 0, { ...tempo, bytes: Uint8Array.of(UNKNOWN) });
    expect(axis[0]).toBeCloseTo(NOWHERE);
  });
});
