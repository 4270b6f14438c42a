/** In which order the queue is played, and whether it begins again; kept over a reload. */
import { signal } from "@preact/signals";
import { listeningSays } from "../../messages/listening";
import { inOrder, type QueueEntry, rearrange } from "../../rules/playing/queue";
import { nextRepeating, type Repeating } from "../../rules/playing/repeating";
import { nextShuffling, type Shuffling, shuffleAlbums, shuffleTracks } from "../../rules/playing/shuffle";
import { known } from "../library/known_tracks";
import { notify } from "../notices";
import { save, saved } from "../saved";
import { playing, queue, setQueue } from "./queue";

export const shuffling = signal<Shuffling>(saved("shuffle", "off"));
export const repeating = signal<Repeating>(saved("repeat", "off"));
/** The key of the entry at which "repeat all" begins again: what was heard before it belongs to something else. */
export const round = signal<string | undefined>(saved<string | null>("round", null) ?? undefined);

/** The order before it was shuffled, by keys. */
let order: readonly string[] = saved("order", []);

export function setShuffling(to: Shuffling): void {
  shuffling.value = to;
  save("shuffle", to);
}

/** The next way to shuffle, for what is still to come. */
export function changeShuffling(): void {
  const before = shuffling.peek();
  setShuffling(nextShuffling(before));
  if (before === "off") keepOrder(queue.peek().entries);
  const now = playing.peek();
  setQueue(
    rearrange(queue.peek(), (entries) => {
      const plain = inOrder(entries, order, now?.key);
      return shuffling.peek() === "off" ? plain : byChance(plain, now);
    }),
  );
  notify(listeningSays.shuffle[shuffling.peek()]);
}

export function changeRepeating(): void {
  repeating.value = nextRepeating(repeating.peek());
  save("repeat", repeating.peek());
  notify(listeningSays.repeat[repeating.peek()]);
}

/** What takes the place of the queue, in the order in which it is played; `first` is a row, or null for any. */
export function arrange(entries: readonly QueueEntry[], first: number | null): readonly QueueEntry[] {
  keepOrder(entries);
  const chosen = first === null ? undefined : entries[first];
  if (shuffling.peek() === "off") return entries.slice(first ?? 0);
  if (!chosen) return byChance(entries, undefined);
  const others = entries.filter((entry) => entry !== chosen);
  return [chosen, ...byChance(others, chosen)];
}

export function beginRound(entries: readonly QueueEntry[]): void {
  round.value = entries[0]?.key;
  save("round", round.peek() ?? null);
}

function keepOrder(entries: readonly QueueEntry[]): void {
  order = entries.map((entry) => entry.key);
  save("order", order);
}

function byChance(entries: readonly QueueEntry[], before: QueueEntry | undefined): readonly QueueEntry[] {
  const how = { artistOf, after: before ? artistOf(before) : "", random: Math.random };
  if (shuffling.peek() === "tracks") return shuffleTracks(entries, how);
  // The album that plays is heard to its end.
  const album = before ? albumOf(before) : "";
  const rest = album ? entries.filter((entry) => albumOf(entry) === album) : [];
  const others = entries.filter((entry) => !rest.includes(entry));
  return [...rest, ...shuffleAlbums(others, { ...how, albumOf })];
}

const artistOf = ({ trackId }: QueueEntry): string => known.peek().get(trackId)?.artist_id ?? "";
const albumOf = ({ trackId }: QueueEntry): string => known.peek().get(trackId)?.album_id ?? "";
