/** Places of all rows on the flat map, worked out once for a map and its axes. */
import type { SongMap } from "../map/read_map";
import { type Axes, arrange } from "../scene/arranging";

let ofWhat: readonly unknown[] = [];
let places: Float32Array = new Float32Array();

export function flatPlaces(map: SongMap, axes: Axes | null): Float32Array {
  const what = [map.places, ...(axes ?? []).map(({ bytes }) => bytes)];
  if (what.length === ofWhat.length && what.every((each, at) => each === ofWhat[at])) return places;
  ofWhat = what;
  places = arrange(map, axes);
  return places;
}
