/** Where in the room one is, in words. */
import { roomSays } from "../messages/room/room";
import { byteAt, valueAt } from "./map/columns";
import type { Column } from "./map/read_map";
import type { Region } from "./map/records";

/** The regions around a point, nearest first by their own size; at most two. */
export function regionsAt(regions: readonly Region[], x: number, y: number, z: number): readonly Region[] {
  return regions
    .map((region) => ({
      region,
      way: Math.hypot(region.centre[0] - x, region.centre[1] - y, region.centre[2] - z) / Math.max(0.05, region.radius),
    }))
    .filter(({ way }) => way < 2)
    .sort((one, other) => one.way - other.way)
    .slice(0, 2)
    .filter(({ way }, at) => at === 0 || way < 1.5)
    .map(({ region }) => region);
}

/** How many rows stand nearer to a point than `reach`: all of them, for a number that is said is no cap. */
export function countWithin(places: Float32Array, x: number, y: number, z: number, reach: number): number {
  let n = 0;
  for (let at = 0; at + 2 < places.length; at += 3) {
    if (Math.hypot((places[at] ?? 0) - x, (places[at + 1] ?? 0) - y, (places[at + 2] ?? 0) - z) < reach) n += 1;
  }
  return n;
}

/** Around a point as seen from above, where its height is not known. */
export const wordsFromAbove = (regions: readonly Region[], x: number, z: number): string =>
  wordsOfPlace(
    regions.map((region) => ({ ...region, centre: [region.centre[0], 0, region.centre[2]] })),
    x,
    0,
    z,
  );

/** The values that a point stands for along axes; what lies outside of an axis is left out. */
export function wordsOfValues(axes: readonly Column[], point: readonly number[]): string {
  const values = axes.flatMap((column, at) => {
    const byte = byteAt(column, point[at] ?? 0);
    if (byte === null) return [];
    const kind = column.categories[byte];
    return `${roomSays.quantity(column.name)} ${kind ?? roomSays.value(valueAt(column, byte) ?? 0, column.unit)}`;
  });
  return values.length > 0 ? roomSays.said.about(values) : roomSays.said.outside;
}

export function wordsOfPlace(regions: readonly Region[], x: number, y: number, z: number): string {
  const names = regionsAt(regions, x, y, z).map(({ name }) => name);
  if (names.length > 0) return roomSays.said.between(names);
  return regions.length > 0 ? roomSays.said.nowhere : "";
}
