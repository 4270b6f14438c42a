/** Queue entries of tracks, and where their sound is. */
import type { Track } from "../api/records";
import type { QueueEntry } from "../rules/queue";

export type From = { readonly source: string; readonly slateId?: string | undefined };

export const entriesOf = (tracks: readonly Track[], from: From): QueueEntry[] =>
  tracks.map((track) => ({
    key: crypto.randomUUID(),
    trackId: track.track_id,
    source: from.source,
    ...(from.slateId && { slateId: from.slateId }),
  }));

export function soundOf(track: Track): string {
  return track.playable === "transcode" ? `${track.audio_url}?format=opus` : track.audio_url;
}
