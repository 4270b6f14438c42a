/** What this listener likes and has turned away: the server's word, and what this browser did since. */

import type { ListenerOpinions } from "../api/records";

export type Scope = ListenerOpinions["turned_away"][number]["scope"];

export interface Refusal {
  readonly scope: Scope;
  /** Of the refused track; null where it has none. */
  readonly artistId: string | null;
}

export type Feeling = { readonly is: "liked" } | ({ readonly is: "away" } & Refusal) | { readonly is: "none" };

export interface Opinions {
  readonly liked: ReadonlySet<string>;
  /** By track id, newest first. */
  readonly away: ReadonlyMap<string, Refusal>;
}

export interface Change {
  readonly trackId: string;
  readonly feeling: Feeling;
  readonly at_ms: number;
}

/** Until then a change of this browser may not have reached the server's taste. */
export const ON_ITS_WAY_MS = 3_600_000;

export const NO_OPINIONS: Opinions = { liked: new Set(), away: new Map() };

export function withFeeling({ liked, away }: Opinions, trackId: string, feeling: Feeling): Opinions {
  const others = [...away].filter(([id]) => id !== trackId);
  const hearts = new Set(liked);
  if (feeling.is === "liked") hearts.add(trackId);
  else hearts.delete(trackId);
  const refusal = feeling.is === "away" && { scope: feeling.scope, artistId: feeling.artistId };
  return { liked: hearts, away: new Map(refusal ? [[trackId, refusal], ...others] : others) };
}

/** The newest change of each track, oldest first; those that have long arrived are forgotten. */
export function onTheirWay(changes: readonly Change[], now_ms: number): readonly Change[] {
  const newest = new Map<string, Change>();
  for (const change of changes) {
    newest.delete(change.trackId);
    if (now_ms - change.at_ms < ON_ITS_WAY_MS) newest.set(change.trackId, change);
  }
  return [...newest.values()];
}

export const merged = (told: Opinions, changes: readonly Change[]): Opinions =>
  changes.reduce((opinions, { trackId, feeling }) => withFeeling(opinions, trackId, feeling), told);

export function isAway(away: Opinions["away"], track: { track_id: string; artist_id: string | null }): boolean {
  if (away.has(track.track_id)) return true;
  const artist = track.artist_id;
  return !!artist && [...away.values()].some((each) => each.scope === "artist" && each.artistId === artist);
}
