/** The evening so far: what was played in a row, without a long pause. */
import type { Queue, QueueEntry } from "./queue";

/** After so long without music another evening begins; `recommender/listening/history/evening.py` has the same. */
export const MIN_PAUSE_MS = 4 * 3_600_000;

/** The queue in which what plays began just now. */
export function started(queue: Queue, at_ms: number): Queue {
  const now = queue.entries[queue.index];
  if (!now) return queue;
  return { entries: queue.entries.with(queue.index, { ...now, startedAt_ms: at_ms }), index: queue.index };
}

/**
 * What was played this evening, oldest first, up to what plays. What has no time was played elsewhere or before times
 * were kept: the evening is not known to reach that far.
 */
export function eveningOf({ entries, index }: Queue, now_ms: number): readonly QueueEntry[] {
  const now = entries[index];
  if (!now) return [];
  let first = index;
  let after_ms = now_ms;
  for (let at = index; at >= 0; at -= 1) {
    const start_ms = entries[at]?.startedAt_ms;
    if (start_ms === undefined || after_ms - start_ms >= MIN_PAUSE_MS) break;
    [first, after_ms] = [at, start_ms];
  }
  return entries.slice(first, index + 1);
}
