/** The queue: what was played, what plays, what comes next. Pure functions, a new value each time. */

export interface QueueEntry {
  /** Tells two entries of the same track apart. */
  readonly key: string;
  readonly trackId: string;
  /** Where the play came from, as in the activity event. */
  readonly source: string;
  readonly slateId?: string;
  /** Put there by hand, not as the rest of an album: nothing drops it silently. */
  readonly isQueued?: true;
  /** When it last began in this browser. */
  readonly startedAt_ms?: number;
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
export function playNow(queue: Queue, added: readonly QueueEntry[], round?: string): Queue {
  if (added.length === 0) return queue;
  const entries = queue.entries.toSpliced(queue.index + 1, 0, ...added);
  return trimmed({ entries, index: queue.index + 1 }, round);
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

export const removeAll = (queue: Queue, keys: readonly string[]): Queue => keys.reduce(remove, queue);

/** Put upcoming entries, in the order they are in, before what stands at this absolute position. */
export function moveAll(queue: Queue, keys: readonly string[], to: number): Queue {
  const wanted = new Set(keys);
  const moved = upcoming(queue).filter((entry) => wanted.has(entry.key));
  const isOther = (entry: QueueEntry) => !moved.includes(entry);
  const place = queue.entries.slice(0, Math.max(to, queue.index + 1)).filter(isOther).length;
  return { entries: queue.entries.filter(isOther).toSpliced(place, 0, ...moved), index: queue.index };
}

/** Move upcoming entries one up or down, all together. */
export function moveBy(queue: Queue, keys: readonly string[], by: 1 | -1): Queue {
  const places = queue.entries.flatMap(({ key }, at) => (at > queue.index && keys.includes(key) ? [at] : []));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return queue;
  return moveAll(queue, keys, by < 0 ? first - 1 : last + 2);
}

export interface Removed {
  readonly entry: QueueEntry;
  /** How many entries stood between it and what played. */
  readonly ahead: number;
}

/** What `after` no longer has of what was to come in `before`. */
export function removedBetween(before: Queue, after: Queue): readonly Removed[] {
  const still = new Set(after.entries.map((entry) => entry.key));
  return upcoming(before).flatMap((entry, ahead) => (still.has(entry.key) ? [] : [{ entry, ahead }]));
}

/** Put removed entries back to where they stood, counted from what plays now. */
export function putBack(queue: Queue, removed: readonly Removed[]): Queue {
  return removed.reduce((now, { entry, ahead }) => insertAt(now, now.index + 1 + ahead, [entry]), queue);
}

/** Forget what was to come; what plays goes on. */
export function clearUpcoming(queue: Queue): Queue {
  return { entries: queue.entries.slice(0, queue.index + 1), index: queue.index };
}

export function goTo(queue: Queue, key: string): Queue {
  const at = queue.entries.findIndex((entry) => entry.key === key);
  return at < 0 ? queue : { ...queue, index: at };
}

/** One on or back; what comes again, from the entry `round` on, is not forgotten. */
export function step(queue: Queue, by: 1 | -1, round?: string): Queue | undefined {
  const index = queue.index + by;
  return queue.entries[index] ? trimmed({ ...queue, index }, round) : undefined;
}

/** Begin again at the entry `round`, else at the first. */
export function startOver(queue: Queue, round?: string): Queue | undefined {
  if (queue.entries.length === 0) return undefined;
  return { ...queue, index: Math.max(0, placeOf(queue, round)) };
}

/** Another order of what comes; what was queued by hand keeps its place. */
export function rearrange(queue: Queue, order: (entries: readonly QueueEntry[]) => readonly QueueEntry[]): Queue {
  const loose = order(upcoming(queue).filter((entry) => !entry.isQueued)).values();
  const coming = upcoming(queue).map((entry) => (entry.isQueued ? entry : (loose.next().value ?? entry)));
  return { entries: [...queue.entries.slice(0, queue.index + 1), ...coming], index: queue.index };
}

/** Entries as they stood in `order` (keys), those behind `now` first; others come last. */
export function inOrder(
  entries: readonly QueueEntry[],
  order: readonly string[],
  now: string | undefined,
): readonly QueueEntry[] {
  const places = new Map(order.map((key, at) => [key, at]));
  const here = places.get(now ?? "") ?? -1;
  const placed = ({ key }: QueueEntry): number => {
    const at = places.get(key);
    if (at === undefined) return 2 * order.length;
    return at > here ? at : at + order.length;
  };
  return entries.toSorted((a, b) => placed(a) - placed(b));
}

const placeOf = (queue: Queue, key: string | undefined): number =>
  key === undefined ? -1 : queue.entries.findIndex((entry) => entry.key === key);

function trimmed(queue: Queue, round?: string): Queue {
  const begin = placeOf(queue, round);
  const kept = begin < 0 ? queue.index : Math.min(begin, queue.index);
  const cut = Math.max(0, Math.min(queue.index - PAST_KEPT, kept), queue.index - QUEUE_LIMIT + 1);
  return { entries: queue.entries.slice(cut, cut + QUEUE_LIMIT), index: queue.index - cut };
}
