/** What would come next, from the queue, else from the picks; and its sound made ready. */
import { computed, signal } from "@preact/signals";
import type { Track } from "../../api/records";
import { current, type QueueEntry, startOver } from "../../rules/playing/queue";
import { nextPick } from "../../rules/slates";
import { known } from "../library/known_tracks";
import { saved } from "../saved";
import { formOf } from "../sounds";
import { isPickRefused, slate } from "../stream/slate";
import * as deck from "./deck";
import { repeating, round } from "./modes";
import { playingTrack, queue, upcoming } from "./queue";

const PLAYED_LATELY = 20;

export const goesOnFromSlate = signal(saved("autoplay", true));

export const nextTrack = computed<Track | null>(() => {
  const entry = upcoming.value[0] ?? (repeating.value === "all" ? firstOfRound() : undefined);
  if (entry) return known.value.get(entry.trackId) ?? null;
  if (!goesOnFromSlate.value) return null;
  const recent = new Set(queue.value.entries.slice(-PLAYED_LATELY).map((each) => each.trackId));
  const pick = nextPick(slate.value, isPickRefused, recent);
  return (pick && known.value.get(pick.track_id)) ?? null;
});

function firstOfRound(): QueueEntry | undefined {
  const again = startOver(queue.value, round.value);
  return again && current(again);
}

/** The listener is about to press play on this track: fetch its beginning meanwhile. */
export function warmUp(track: Track): void {
  const isThere = track.track_id === playingTrack.peek()?.track_id;
  if (!isThere) prepare(track);
}

/** A transcoding is not made in advance: it would hold a place that somebody else may need. */
export function prepare(track: Track): void {
  const form = formOf(track);
  if (track.playable !== "no" && !form.isStream) deck.preload(form);
}
