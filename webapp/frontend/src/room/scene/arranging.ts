/** Places of all rows by three quantities, and what stands at the ends of their axes. */
import { roomSays } from "../../messages/room/room";
import { FLOOR_AT } from "../drawing/floor_at";
import type { Label } from "../drawing/labels";
import { fillAxis, valueAt } from "../map/columns";
import type { Column, SongMap } from "../map/read_map";

/** Quantities to the right, up and to the front. */
export type Axes = readonly [right: Column, up: Column, front: Column];

/** The columns of these names; null while one of them is not here. */
export function axesOf(map: SongMap, names: readonly string[] | null): Axes | null {
  const found = (names ?? []).map((name) => map.columns.get(name));
  return found.length === 3 && found.every((column) => column !== undefined) ? (found as unknown as Axes) : null;
}

export function arrange(map: SongMap, axes: Axes | null): Float32Array {
  if (!axes) return map.places;
  const places = new Float32Array(map.nTracks * 3);
  fillAxis(places, 0, axes[0]);
  fillAxis(places, 1, axes[1]);
  fillAxis(places, 2, axes[2]);
  return places;
}

type Line = readonly [from: readonly number[], to: readonly number[]];

/** The axes stand on the floor's edge and at its corner. */
export const AXIS_LINES: readonly Line[] = [
  [
    [-1.1, FLOOR_AT, -1.1],
    [1.1, FLOOR_AT, -1.1],
  ],
  [
    [-1.1, FLOOR_AT, -1.1],
    [-1.1, 1.1, -1.1],
  ],
  [
    [-1.1, FLOOR_AT, -1.1],
    [-1.1, FLOOR_AT, 1.1],
  ],
];

/** Name and unit in the middle of each axis, its lowest and highest value at the ends. */
export function axisLabels(axes: Axes | null): readonly Label[] {
  if (!axes) return [];
  return axes.flatMap((column, at) => {
    const [from, to] = AXIS_LINES[at] ?? [[], []];
    const between = (share: number) => from.map((start, axis) => start + ((to[axis] ?? 0) - start) * share);
    const label = (key: string, words: string, share: number): Label => ({
      key: `${at}-${key}-${column.name}`,
      words,
      place: between(share),
      kind: "axis",
      radius: 0,
    });
    return [
      label("name", roomSays.withUnit(column.name, column.unit), 0.5),
      label("low", endOf(column, 0), 0.08),
      label("high", endOf(column, column.scale === "categories" ? column.categories.length - 1 : 254), 0.96),
    ];
  });
}

function endOf(column: Column, byte: number): string {
  if (column.scale === "categories") return column.categories[byte] ?? "";
  return roomSays.value(valueAt(column, byte) ?? 0, "");
}
