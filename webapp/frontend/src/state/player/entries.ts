/** Queue entries of tracks. */
import type { Track } from "../../api/records";
import type { QueueEntry } from "../../rules/playing/queue";

export type From = { readonly source: string; readonly slateId?: string | undefined };

export const entriesOf = (tracks: readonly Track[], from: From): QueueEntry[] =>
  tracks.map((track) => ({
    key: crypto.randomUUID(),
    trackId: track.track_id,
    source: from.source,
    ...(from.slateId && { slateId: from.slateId }),
  }));
