/** Stars of tracks: the server's word, and what this browser did since. */
import { ON_ITS_WAY_MS } from "./opinions";

export const STARS = [1, 2, 3, 4, 5] as const;

/** By track id; a track without stars is not in it. */
export type Ratings = ReadonlyMap<string, number>;

export interface RatingChange {
  readonly trackId: string;
  /** 0 takes the stars back. */
  readonly rating: number;
  readonly at_ms: number;
}

export function withRating(ratings: Ratings, { trackId, rating }: RatingChange): Ratings {
  const next = new Map(ratings);
  next.delete(trackId);
  if (rating > 0) next.set(trackId, rating);
  return next;
}

/** The newest change of each track, oldest first; those that have long arrived are forgotten. */
export function ratingsOnTheirWay(changes: readonly RatingChange[], now_ms: number): readonly RatingChange[] {
  const newest = new Map<string, RatingChange>();
  for (const change of changes) {
    newest.delete(change.trackId);
    if (now_ms - change.at_ms < ON_ITS_WAY_MS) newest.set(change.trackId, change);
  }
  return [...newest.values()];
}

export const mergedRatings = (told: Ratings, changes: readonly RatingChange[]): Ratings =>
  changes.reduce(withRating, told);

/** The same stars again take them back, as a heart does. */
export const pressed = (now: number, star: number): number => (now === star ? 0 : star);
