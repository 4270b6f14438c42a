/** "Not this", wherever it is said: the engine learns it, what plays goes on to the next, and it can be taken back. */
import type { Pick, Track } from "../../api/records";
import { say } from "../../messages";
import type { Scope } from "../../rules/opinions";
import { mayKeep } from "../me";
import { notifyUndoable } from "../notices";
import { leaveRefused } from "../player/playback";
import { playingTrack } from "../player/queue";
import { holdRefused, putBackRefused } from "./slate";
import { allow, isTurnedAway, liked, type Origin, refuse, turnedAway } from "./taste";

export function turnAway(track: Track, scope: Scope, origin: Origin = {}): void {
  if (!mayKeep()) return;
  const wasLiked = liked.peek().has(track.track_id);
  refuseEverywhere(track, scope, origin);
  const words = scope === "artist" ? noMoreOf(track) : say.slate.refusedTrack(track.title || say.untitled);
  notifyUndoable(words, () => allow(track, wasLiked));
}

/** A pick is refused in its place: there it stays, grey, with the way back, while the rest of the list changes. */
export function turnPickAway(pick: Pick, track: Track, scope: Scope, origin: Origin): void {
  if (!mayKeep()) return;
  const wasLiked = liked.peek().has(track.track_id);
  // Held first: once it is refused it has no place in the list any more.
  holdRefused(pick, scope === "artist" ? noMoreOf(track) : say.slate.refused, () => {
    allow(track, wasLiked);
    putBackRefused(pick);
  });
  refuseEverywhere(track, scope, origin);
}

export function toggleAway(track: Track, origin: Origin = {}): void {
  if (turnedAway.peek().has(track.track_id)) allowAgain(track);
  else turnAway(track, "track", origin);
}

/** A refusal is taken back; what was refused can be so again. */
export function allowAgain(track: Track): void {
  const refusal = turnedAway.peek().get(track.track_id);
  if (!refusal || !mayKeep()) return;
  allow(track);
  const name = refusal.scope === "artist" ? track.artist || say.unknownArtist : track.title || say.untitled;
  notifyUndoable(say.away.allowed(name), () => refuse(track, refusal.scope));
}

function refuseEverywhere(track: Track, scope: Scope, origin: Origin): void {
  refuse(track, scope, origin);
  const now = playingTrack.peek();
  if (now && isTurnedAway(now)) leaveRefused();
}

const noMoreOf = (track: Track): string => say.slate.refusedArtist(track.artist || say.unknownArtist);
