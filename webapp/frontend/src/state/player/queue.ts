/** What was played, what plays and what comes; what is taken out can be put back. */
import { computed, signal } from "@preact/signals";
import type { Track } from "../../api/records";
import { say } from "../../messages";
import * as rules from "../../rules/playing/queue";
import { known } from "../library/known_tracks";
import { notifyUndoable } from "../notices";

export const queue = signal<rules.Queue>(rules.EMPTY_QUEUE);
export const playing = computed(() => rules.current(queue.value));
export const playingTrack = computed<Track | null>(() => known.value.get(playing.value?.trackId ?? "") ?? null);
export const upcoming = computed(() => rules.upcoming(queue.value));

export function setQueue(to: rules.Queue): void {
  queue.value = to;
}

export const moveEntry = (key: string, to: number): void => setQueue(rules.move(queue.peek(), key, to));

export const moveEntries = (keys: readonly string[], to: number): void =>
  setQueue(rules.moveAll(queue.peek(), keys, to));
export const moveEntriesBy = (keys: readonly string[], by: 1 | -1): void =>
  setQueue(rules.moveBy(queue.peek(), keys, by));

export function removeEntries(keys: readonly string[]): void {
  const before = queue.peek();
  setQueue(rules.removeAll(before, keys));
  const removed = rules.removedBetween(before, queue.peek());
  const title = known.peek().get(removed[0]?.entry.trackId ?? "")?.title || say.untitled;
  offerBack(removed, removed.length > 1 ? say.queue.removedMany(removed.length) : say.queue.removed(title));
}

export function clearQueue(): void {
  const before = queue.peek();
  setQueue(rules.clearUpcoming(before));
  offerBack(rules.removedBetween(before, queue.peek()), say.queue.cleared);
}

/** Something else took the place of what was to come: what was queued by hand is not lost silently. */
export function offerReplaced(before: rules.Queue): void {
  const lost = rules.removedBetween(before, queue.peek()).filter(({ entry }) => entry.isQueued);
  offerBack(lost, say.queue.replaced(lost.length));
}

function offerBack(removed: readonly rules.Removed[], words: string): void {
  if (removed.length > 0) notifyUndoable(words, () => setQueue(rules.putBack(queue.peek(), removed)));
}
