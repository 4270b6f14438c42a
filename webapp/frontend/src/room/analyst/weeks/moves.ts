/** Where listening moved: the middle of each week's plays, and the part of the room that most of them were in. */
import type { Place, Region } from "../../map/records";
import type { Weeks } from "./read_weeks";
import { countPlays, eachPlay } from "./smoothing";

const NONE = -1;
/** By their own size, so far around a part's middle a track still counts as in it. */
const REACH = 1.25;
const MIN_RADIUS = 0.05;

/** The place in `regions` of each row, -1 for none; of parts within parts the one whose middle is nearest for its size. */
export function regionsOfRows(places: Float32Array, regions: readonly Region[]): Int16Array {
  const found = new Int16Array(places.length / 3).fill(NONE);
  for (let row = 0; row < found.length; row += 1) {
    let nearest = REACH;
    for (const [at, { centre, radius }] of regions.entries()) {
      const x = (places[row * 3] ?? 0) - centre[0];
      const y = (places[row * 3 + 1] ?? 0) - centre[1];
      const z = (places[row * 3 + 2] ?? 0) - centre[2];
      const way = Math.hypot(x, y, z) / Math.max(MIN_RADIUS, radius);
      if (way < nearest) [nearest, found[row]] = [way, at];
    }
  }
  return found;
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
  /** Place in the regions; -1 where most plays were in none with a name. */
  readonly region: number;
  /** Of the plays that were there. */
  readonly share: number;
}

/** Where most of the smoothed plays of a week were; null where there were none. */
export function mainPart(weeks: Weeks, week: number, regionOf: Int16Array): MainPart | null {
  const plays = new Map<number, number>();
  let whole = 0;
  eachPlay(weeks, week, (row, n) => {
    const region = regionOf[row] ?? NONE;
    plays.set(region, (plays.get(region) ?? 0) + n);
    whole += n;
  });
  const best = [...plays].sort(([one, some], [other, more]) => more - some || one - other)[0];
  return best ? { region: best[0], share: best[1] / whole } : null;
}

export interface Move {
  readonly plays: number;
  readonly now: MainPart | null;
  /** Of the last week before in which something was played. */
  readonly before: MainPart | null;
}

export function moveOf(weeks: Weeks, week: number, regionOf: Int16Array): Move {
  let before: MainPart | null = null;
  for (let at = week - 1; at >= 0 && !before; at -= 1) before = mainPart(weeks, at, regionOf);
  return { plays: countPlays(weeks, week), now: mainPart(weeks, week, regionOf), before };
}
