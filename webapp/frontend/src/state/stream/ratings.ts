/** Stars that this listener gives: shown at once, sent as events, and told to the other tabs. */
import { signal } from "@preact/signals";
import type { Track } from "../../api/records";
import { say } from "../../messages";
import { ownSays } from "../../messages/own";
import { mergedRatings, type RatingChange, type Ratings, ratingsOnTheirWay, withRating } from "../../rules/ratings";
import { mayKeep } from "../me";
import { notify, notifyUndoable } from "../notices";
import { hear, tell } from "../player/tabs";
import { save, saved } from "../saved";
import { record } from "./activity";
import type { Origin } from "./taste";

interface Kept {
  readonly ratings: readonly (readonly [string, number])[];
  readonly changes: readonly RatingChange[];
}

const kept = saved<Kept>("ratings", { ratings: [], changes: [] });
let changes = ratingsOnTheirWay(kept.changes, Date.now());

export const ratings = signal<Ratings>(new Map(kept.ratings));

export const starsOf = (track: Track): number => ratings.value.get(track.track_id) ?? 0;

/** Give a track so many stars; 0 takes them back. What was given before can be given back. */
export function rate(track: Track, rating: number, origin: Origin = {}): void {
  if (!mayKeep()) return;
  const before = ratings.peek().get(track.track_id) ?? 0;
  if (rating === before) return;
  give(track, rating, origin);
  if (before > 0) notifyUndoable(wordsOf(track, rating), () => give(track, before, origin));
}

const wordsOf = (track: Track, rating: number): string => ownSays.rated(track.title || say.untitled, rating);

function give(track: Track, rating: number, origin: Origin): void {
  const change = { trackId: track.track_id, rating, at_ms: Date.now() };
  take(change);
  tell({ kind: "rating", ...change });
  record("rated", { trackId: track.track_id, rating, ...origin });
}

/** By a key, where no stars need be in sight. */
export function rateAndSay(track: Track, rating: number, origin: Origin = {}): void {
  const isFirst = starsOf(track) === 0;
  rate(track, rating, origin);
  if (isFirst && starsOf(track) === rating) notify(wordsOf(track, rating));
}

/** What the server knows, to which what is still on its way is added. */
export function takeRatings(told: Ratings): void {
  changes = ratingsOnTheirWay(changes, Date.now());
  put(mergedRatings(told, changes));
}

export function openRatings(): void {
  hear("rating", take);
}

function take(change: RatingChange): void {
  changes = ratingsOnTheirWay([...changes, change], Date.now());
  put(withRating(ratings.peek(), change));
}

function put(next: Ratings): void {
  ratings.value = next;
  save("ratings", { ratings: [...next], changes } satisfies Kept);
}
