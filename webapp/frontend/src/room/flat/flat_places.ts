/** Places of all rows on the flat map, worked out once for a map, its axes and one's own places. */
import type { SongMap } from "../map/read_map";
import { NO_OWN, type OwnRows, withOwn } from "../own/own_rows";
import { type Axes, arrange } from "../scene/arranging";

let ofWhat: readonly unknown[] = [];
let places: Float32Array = new Float32Array();

export function flatPlaces(map: SongMap, axes: Axes | null, own: OwnRows = NO_OWN): Float32Array {
  const what = [map.places, own, ...(axes ?? []).map(({ bytes }) => bytes)];
  if (what.length === ofWhat.length && what.every((each, at) => each === ofWhat[at])) return places;
  ofWhat = what;
  places = withOwn(arrange(map, axes), own);
  return places;
}
