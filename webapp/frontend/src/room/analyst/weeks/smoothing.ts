/** The plays of a week, smoothed: it counts half, the weeks before and after it a quarter each. */
import { type Column, UNKNOWN } from "../../map/read_map";
import type { Weeks } from "./read_weeks";

const WEIGHTS = [
  [-1, 0.25],
  [0, 0.5],
  [1, 0.25],
] as const;
const TOP = 254;

/** Tell each row that was played around a week, and how often; a row can come up to three times. */
export function eachPlay(weeks: Weeks, week: number, tell: (row: number, plays: number) => void): void {
  const here = WEIGHTS.filter(([by]) => week + by >= 0 && week + by < weeks.nWeeks);
  // At the ends there is one week less: the others make up for it.
  const whole = here.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [by, weight] of here) {
    const [from, to] = [weeks.starts[week + by] ?? 0, weeks.starts[week + by + 1] ?? 0];
    for (let at = from; at < to; at += 1) tell(weeks.rows[at] ?? 0, ((weeks.plays[at] ?? 0) * weight) / whole);
  }
}

/** Plays of the week itself, as they were. */
export function countPlays(weeks: Weeks, week: number): number {
  let n = 0;
  for (let at = weeks.starts[week] ?? 0; at < (weeks.starts[week + 1] ?? 0); at += 1) n += weeks.plays[at] ?? 0;
  return n;
}

/** The most smoothed plays of a track in any week: all weeks have one scale, so that they can be compared. */
export function mostPlays(weeks: Weeks, nTracks: number): number {
  let most = 0;
  const plays = new Float32Array(nTracks);
  for (let week = 0; week < weeks.nWeeks; week += 1) {
    const touched: number[] = [];
    eachPlay(weeks, week, (row, n) => {
      plays[row] = (plays[row] ?? 0) + n;
      most = Math.max(most, plays[row] ?? 0);
      touched.push(row);
    });
    for (const row of touched) plays[row] = 0;
  }
  return most;
}

/** The week as a column like others; what was not played has no value. `most` is at the top of the scale. */
export function columnOfWeek(weeks: Weeks, week: number, nTracks: number, most: number): Column {
  const plays = new Float32Array(nTracks);
  eachPlay(weeks, week, (row, n) => {
    plays[row] = (plays[row] ?? 0) + n;
  });
  const bytes = new Uint8Array(nTracks);
  for (let row = 0; row < nTracks; row += 1) {
    const share = (plays[row] ?? 0) / Math.max(most, Number.MIN_VALUE);
    bytes[row] = share > 0 ? Math.round(Math.min(1, share) * TOP) : UNKNOWN;
  }
  return {
    name: "plays_around_week",
    unit: "plays",
    scale: "linear",
    low: 0,
    high: most,
    categories: [],
    origin: "listening",
    bytes,
  };
}
