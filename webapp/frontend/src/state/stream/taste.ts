/** Hearts and refusals of this listener: the server's, and what was done in this browser since. */
import { computed, signal } from "@preact/signals";
import type { Track } from "../../api/records";
import { say } from "../../messages";
import { menuSays } from "../../messages/menus";
import { type Change, type Feeling, isAway, merged, type Opinions, onTheirWay, type Scope } from "../../rules/opinions";
import { mayKeep } from "../me";
import { notify, notifyUndoable } from "../notices";
import { hear, tell } from "../player/tabs";
import { save, saved } from "../saved";
import { record } from "./activity";

interface Kept {
  readonly liked: readonly string[];
  readonly away: readonly (readonly [string, { scope: Scope; artistId: string | null }])[];
  readonly changes: readonly Change[];
}

const kept = saved<Kept>("opinions", { liked: saved("liked", []), away: [], changes: [] });

const opinions = signal<Opinions>({ liked: new Set(kept.liked), away: new Map(kept.away) });
let changes = onTheirWay(kept.changes, Date.now());

export const liked = computed(() => opinions.value.liked);
export const turnedAway = computed(() => opinions.value.away);

export interface Origin {
  readonly slateId?: string | undefined;
  readonly source?: string;
}

export const isTurnedAway = (track: Track): boolean => isAway(turnedAway.value, track);

export function toggleLike(track: Track, origin: Origin = {}): void {
  if (!mayKeep()) return;
  const isLiked = !liked.peek().has(track.track_id);
  setLike(track, isLiked, origin);
  if (!isLiked) notifyUndoable(say.player.unliked(track.title || say.untitled), () => setLike(track, true, origin));
}

/** Like all of these that are not liked yet; it is taken back as one. */
export function likeAll(tracks: readonly Track[], origin: Origin = {}): void {
  if (!mayKeep()) return;
  const fresh = tracks.filter(({ track_id }) => !liked.peek().has(track_id));
  for (const track of fresh) setLike(track, true, origin);
  if (fresh.length === 0) notify(menuSays.likedAlready);
  else
    notifyUndoable(menuSays.liked(fresh.length), () => {
      for (const track of fresh) setLike(track, false, origin);
    });
}

function setLike(track: Track, isLiked: boolean, origin: Origin): void {
  feel(track.track_id, { is: isLiked ? "liked" : "none" });
  record(isLiked ? "liked" : "unliked", { trackId: track.track_id, ...origin });
}

/** Never again; the engine reads the source `artist` as: nothing of this artist. */
export function refuse(track: Track, scope: Scope, origin: Origin = {}): void {
  if (!mayKeep()) return;
  feel(track.track_id, { is: "away", scope, artistId: track.artist_id || null });
  record("disliked", { trackId: track.track_id, ...origin, ...(scope === "artist" && { source: "artist" }) });
}

/** Take a refusal back; `wasLiked`: it was in the listener's heart before. */
export function allow(track: Track, wasLiked = false): void {
  if (!mayKeep()) return;
  feel(track.track_id, { is: wasLiked ? "liked" : "none" });
  record(wasLiked ? "liked" : "unliked", { trackId: track.track_id });
}

/** What the server knows of this listener, to which what is still on its way is added. */
export function takeOpinions(told: Opinions): void {
  changes = onTheirWay(changes, Date.now());
  put(merged(told, changes));
}

export function openTaste(): void {
  hear("opinion", take);
}

function feel(trackId: string, feeling: Feeling): void {
  const change = { trackId, feeling, at_ms: Date.now() };
  take(change);
  tell({ kind: "opinion", ...change });
}

function take(change: Change): void {
  changes = onTheirWay([...changes, change], Date.now());
  put(merged(opinions.peek(), [change]));
}

function put(next: Opinions): void {
  opinions.value = next;
  save("opinions", { liked: [...next.liked], away: [...next.away], changes } satisfies Kept);
}
