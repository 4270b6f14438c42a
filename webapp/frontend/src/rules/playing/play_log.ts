/** Which activity events a play makes, as a fold over what the audio element reports. */

export const PROGRESS_EVERY_S = 15;

export interface PlayLog {
  readonly key: string;
  readonly started: boolean;
  /** Seconds really heard, not the position: seeking does not count as listening. */
  readonly heard_s: number;
  readonly reported_s: number;
  readonly position_s: number;
}

export type PlayReport = "started" | "progressed" | "finished" | "skipped" | "left";
/** Why a play ends early: the listener asked for the next, or something else happened (another choice, a fault). */
export type Leaving = "skipped" | "left";
export type Logged = readonly [PlayLog, readonly PlayReport[]];

export const newPlay = (key: string): PlayLog => ({ key, started: false, heard_s: 0, reported_s: 0, position_s: 0 });

/** Sound came out for the first time in this play. */
export function sounded(log: PlayLog): Logged {
  return log.started ? [log, []] : [{ ...log, started: true }, ["started"]];
}

/** The position moved on; jumps of more than 2 s are seeks. */
export function advanced(log: PlayLog, position_s: number): Logged {
  const step = position_s - log.position_s;
  const heard_s = step > 0 && step <= 2 ? log.heard_s + step : log.heard_s;
  const isDue = log.started && heard_s - log.reported_s >= PROGRESS_EVERY_S;
  const next = { ...log, heard_s, position_s, reported_s: isDue ? heard_s : log.reported_s };
  return [next, isDue ? ["progressed"] : []];
}

export function ended(log: PlayLog): readonly PlayReport[] {
  return log.started ? ["finished"] : [];
}

/** The play ended before the track did. */
export function left(log: PlayLog, how: Leaving): readonly PlayReport[] {
  return log.started ? [how] : [];
}
