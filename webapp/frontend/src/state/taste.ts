/** Hearts and refusals of this listener, as far as this browser saw them. */
import { signal } from "@preact/signals";
import type { Track } from "../api/records";
import { record } from "./activity";
import { save, saved } from "./saved";

export const liked = signal<ReadonlySet<string>>(new Set(saved<string[]>("liked", [])));
export const disliked = signal<ReadonlySet<string>>(new Set(saved<string[]>("disliked", [])));

export interface Origin {
  readonly slateId?: string | undefined;
  readonly source?: string;
}

export function toggleLike(track: Track, origin: Origin = {}): void {
  const isLiked = !liked.peek().has(track.track_id);
  put(track.track_id, isLiked ? "liked" : "none");
  record(isLiked ? "liked" : "unliked", { trackId: track.track_id, ...origin });
}

/** Never again; asking a second time takes it back. */
export function toggleDislike(track: Track, origin: Origin = {}): void {
  const isDisliked = !disliked.peek().has(track.track_id);
  put(track.track_id, isDisliked ? "disliked" : "none");
  record(isDisliked ? "disliked" : "unliked", { trackId: track.track_id, ...origin });
}

/** The engine reads the source `artist` as: nothing of this artist. */
export function refuseArtist(track: Track, slateId: string | undefined): void {
  put(track.track_id, "disliked");
  record("disliked", { trackId: track.track_id, slateId, source: "artist" });
}

function put(id: string, feeling: "liked" | "disliked" | "none"): void {
  liked.value = changed(liked.peek(), id, feeling === "liked");
  disliked.value = changed(disliked.peek(), id, feeling === "disliked");
  save("liked", [...liked.peek()]);
  save("disliked", [...disliked.peek()]);
}

function changed(set: ReadonlySet<string>, id: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set);
  isIn ? next.add(id) : next.delete(id);
  return next;
}
