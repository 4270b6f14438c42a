/** The queue: what was played, what plays, what comes next. Pure functions, a new value each time. */

export interface QueueEntry {
  /** Tells two entries of the same track apart. */
  readonly key: string;
  readonly trackId: string;
  /** Where the play came from, as in the activity event. */
  readonly source: string;
  readonly slateId?: string;
}

export interface Queue {
  readonly entries: readonly QueueEntry[];
  /** Position of the playing entry; -1 when nothing was chosen yet. */
  readonly index: number;
}

export const EMPTY_QUEUE: Queue = { entries: [], index: -1 };
/** What was played stays reachable by "previous", up to here. */
export const PAST_KEPT = 50;
export const QUEUE_LIMIT = 500;

export const current = (queue: Queue): QueueEntry | undefined => queue.entries[queue.index];
export const upcoming = (queue: Queue): readonly QueueEntry[] => queue.entries.slice(queue.index + 1);

/** Put entries right after the playing one and go to the first of them; what was queued stays behind them. */
export function playNow(queue: Queue, added: readonly QueueEntry[]): Queue {
  if (added.length === 0) return queue;
  return trimmed({ entries: playNext(queue, added).entries, index: queue.index + 1 });
}

/** Replace everything that was to come by these entries and go to the first. */
export function playInstead(queue: Queue, added: readonly QueueEntry[]): Queue {
  if (added.length === 0) return queue;
  return trimmed({ entries: [...queue.entries.slice(0, queue.index + 1), ...added], index: queue.index + 1 });
}

export function playNext(queue: Queue, added: readonly QueueEntry[]): Queue {
  const at = queue.index + 1;
  return insertAt(queue, at, added);
}

export function append(queue: Queue, added: readonly QueueEntry[]): Queue {
  return insertAt(queue, queue.entries.length, added);
}

/** Insert before absolute position `at`, never before what plays. */
export function insertAt(queue: Queue, at: number, added: readonly QueueEntry[]): Queue {
  const place = Math.min(Math.max(at, queue.index + 1), queue.entries.length);
  const room = Math.max(0, QUEUE_LIMIT - queue.entries.length);
  const entries = [...queue.entries.slice(0, place), ...added.slice(0, room), ...queue.entries.slice(place)];
  return { entries, index: queue.index };
}

export function remove(queue: Queue, key: string): Queue {
  const at = queue.entries.findIndex((entry) => entry.key === key);
  if (at < 0 || at === queue.index) return queue;
  return { entries: queue.entries.toSpliced(at, 1), index: at < queue.index ? queue.index - 1 : queue.index };
}

/** Move an upcoming entry to another upcoming position (absolute positions). */
export function move(queue: Queue, key: string, to: number): Queue {
  const from = queue.entries.findIndex((entry) => entry.key === key);
  const entry = queue.entries[from];
  if (!entry || from <= queue.index) return queue;
  const place = Math.min(Math.max(to, queue.index + 1), queue.entries.length - 1);
  return { entries: queue.entries.toSpliced(from, 1).toSpliced(place, 0, entry), index: queue.index };
}

/** Forget what was to come; what plays goes on. */
export function clearUpcoming(queue: Queue): Queue {
  return { entries: queue.entries.slice(0, queue.index + 1), index: queue.index };
}

export function goTo(queue: Queue, key: string): Queue {
  const at = queue.entries.findIndex((entry) => entry.key === key);
  return at < 0 ? queue : { ...queue, index: at };
}

export function step(queue: Queue, by: 1 | -1): Queue | undefined {
  const index = queue.index + by;
  return queue.entries[index] ? trimmed({ ...queue, index }) : undefined;
}

function trimmed(queue: Queue): Queue {
  const cut = Math.max(0, queue.index - PAST_KEPT);
  return { entries: queue.entries.slice(cut, cut + QUEUE_LIMIT), index: queue.index - cut };
}
