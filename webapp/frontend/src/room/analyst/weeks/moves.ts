/** Where listening moved: the middle of each week's plays, and the part of the room that stands out among them. */
import type { Place, Region } from "../../map/records";
import type { Weeks } from "./read_weeks";
import { countPlays, eachPlay } from "./smoothing";

/** By their own size, so far around a part's middle a track still counts as in it. */
const REACH = 1.25;
const MIN_RADIUS = 0.05;

/** The parts of one map, and the places that they are of, however the room is arranged. */
export interface Parts {
  readonly places: Float32Array;
  readonly regions: readonly Region[];
}

function isIn({ centre, radius }: Region, places: Float32Array, row: number): boolean {
  const x = (places[row * 3] ?? 0) - centre[0];
  const y = (places[row * 3 + 1] ?? 0) - centre[1];
  const z = (places[row * 3 + 2] ?? 0) - centre[2];
  return Math.hypot(x, y, z) <= REACH * Math.max(MIN_RADIUS, radius);
}

/** The middle of the smoothed plays of a week among these places; null where nothing was played around it. */
export function middleOf(weeks: Weeks, week: number, places: Float32Array): Place | null {
  let [x, y, z, n] = [0, 0, 0, 0];
  eachPlay(weeks, week, (row, plays) => {
    x += plays * (places[row * 3] ?? 0);
    y += plays * (places[row * 3 + 1] ?? 0);
    z += plays * (places[row * 3 + 2] ?? 0);
    n += plays;
  });
  return n > 0 ? [x / n, y / n, z / n] : null;
}

/** The middles of the `n` weeks up to one, oldest first; those without a play are left out. */
export function pathTo(weeks: Weeks, week: number, places: Float32Array, n: number): readonly Place[] {
  return Array.from({ length: n }, (_, at) => week - n + 1 + at)
    .filter((each) => each >= 0)
    .map((each) => middleOf(weeks, each, places))
    .filter((middle) => middle !== null);
}

export interface MainPart {
  /** Place in the regions; -1 where no part with a name has more of the plays than of the tracks. */
  readonly region: number;
  /** Of the plays that were there; of those outside of all parts where there is none. */
  readonly share: number;
}

/**
 * The part whose share of the smoothed plays of a week exceeds its share of the tracks most: parts lie in one another,
 * and the largest alone would always have most plays. Null where nothing was played.
 */
export function mainPart(weeks: Weeks, week: number, { places, regions }: Parts): MainPart | null {
  const plays = new Float64Array(regions.length);
  let [whole, outside] = [0, 0];
  eachPlay(weeks, week, (row, n) => {
    let isOutside = true;
    for (const [at, region] of regions.entries()) {
      if (!isIn(region, places, row)) continue;
      plays[at] = (plays[at] ?? 0) + n;
      isOutside = false;
    }
    whole += n;
    if (isOutside) outside += n;
  });
  if (whole === 0) return null;
  let [best, most] = [-1, 0];
  for (const [at, { n_tracks }] of regions.entries()) {
    const excess = (plays[at] ?? 0) / whole - (3 * n_tracks) / places.length;
    if (excess > most) [best, most] = [at, excess];
  }
  return { region: best, share: (best < 0 ? outside : (plays[best] ?? 0)) / whole };
}

export interface Move {
  readonly plays: number;
  readonly now: MainPart | null;
  /** Of the last week before in which something was played. */
  readonly before: MainPart | null;
}

export function moveOf(weeks: Weeks, week: number, parts: Parts): Move {
  let before: MainPart | null = null;
  for (let at = week - 1; at >= 0 && !before; at -= 1) before = mainPart(weeks, at, parts);
  return { plays: countPlays(weeks, week), now: mainPart(weeks, week, parts), before };
}
