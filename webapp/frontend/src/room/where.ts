/** Where in the room one is, in words. */
import { roomSays } from "../messages/room";
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

export function wordsOfPlace(regions: readonly Region[], x: number, y: number, z: number): string {
  const names = regionsAt(regions, x, y, z).map(({ name }) => name);
  return names.length > 0 ? roomSays.said.between(names) : roomSays.said.nowhere;
}
