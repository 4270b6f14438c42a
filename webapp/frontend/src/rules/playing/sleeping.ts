/** When the music stops by itself. */

export const SLEEP_MIN = [15, 30, 45, 60] as const;

/** At the end of what plays, or at a moment. */
export type Sleep =
  | { readonly kind: "track" }
  | { readonly kind: "moment"; readonly at_ms: number; readonly minutes: number };

export const sleepIn = (minutes: number, now_ms: number): Sleep => ({
  kind: "moment",
  at_ms: now_ms + minutes * 60_000,
  minutes,
});

export const isOver = (sleep: Sleep | null, now_ms: number): boolean =>
  sleep?.kind === "moment" && sleep.at_ms <= now_ms;

/** Whole minutes until then, at least one; null where it is no moment. */
export const minutesLeft = (sleep: Sleep | null, now_ms: number): number | null =>
  sleep?.kind === "moment" ? Math.max(1, Math.ceil((sleep.at_ms - now_ms) / 60_000)) : null;
