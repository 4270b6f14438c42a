/** The listener's own places by row of the open map: what every picture needs of an arrangement. */
import { computed, signal } from "@preact/signals";
import { followRows } from "../follow_rows";
import type { Place } from "../map/records";
import { axes } from "../state";
import { isOwnShown, ownPlaces } from "./own_places";

export type OwnRows = ReadonlyMap<number, Place>;

export const NO_OWN: OwnRows = new Map();
const NO_PLACE: Place = [0, 0, 0];

const rows = signal(NO_OWN);

/** Those that are shown: none where the map's places are wanted, nor along axes, where a place is a value. */
export const ownRows = computed(() => (isOwnShown.value && axes.value === null ? rows.value : NO_OWN));

/** Keep `ownRows` that of the arrangement and of the open map; returns how to stop. */
export function followOwnRows(): () => void {
  return followRows(
    () => [...ownPlaces.value.keys()],
    (found, ids) => {
      const own = ownPlaces.peek();
      const placed = ids.map((id, at) => [found[at] ?? -1, own.get(id) ?? NO_PLACE] as const);
      const known = placed.filter(([row]) => row >= 0);
      rows.value = known.length > 0 ? new Map(known) : NO_OWN;
    },
  );
}

/** The places with those of one's own; the same array where there are none. */
export function withOwn(places: Float32Array, own: OwnRows): Float32Array {
  if (own.size === 0) return places;
  const mixed = places.slice();
  for (const [row, place] of own) if (row * 3 + 2 < mixed.length) mixed.set(place, row * 3);
  return mixed;
}
