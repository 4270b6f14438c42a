/** The slate on show, and the one that waits while the listener points at a pick. */
import { batch, computed, signal } from "@preact/signals";
import { ApiProblem } from "../api/client";
import type { Slate, Track } from "../api/records";
import { isNewer, mayShow } from "../rules/slates";
import { record } from "./activity";
import { known, remember, resolveTracks } from "./known_tracks";
import { save, saved } from "./saved";

const CAUSE_SHOWN_MS = 4_000;

/** The last slate is kept, so that the page has something to go on with before the server answers. */
const before = saved<{ slate: Slate; tracks: Track[] } | null>("slate", null);
if (before) remember(before.tracks);

export const slate = signal<Slate | null>(before?.slate ?? null);
export const held = signal<Slate | null>(null);
export const cause = signal("");
/** Picks refused since this slate came: greyed, never played. */
export const dismissed = signal<ReadonlyMap<string, string>>(new Map());
export const hasSlate = computed(() => slate.value !== null);

let latest: Slate | null = before?.slate ?? null;
let causeTimer: ReturnType<typeof setTimeout> | undefined;
/** How the list moves from one slate to the next; the slate column puts its animation here. */
let present: (show: () => void, next: Slate) => void = (show) => show();

export function presentWith(how: typeof present): () => void {
  present = how;
  return () => {
    present = (show) => show();
  };
}

export async function takeSlate(arriving: Slate): Promise<void> {
  if (!isNewer(latest, arriving)) return;
  const previous = latest;
  latest = arriving;
  try {
    await resolveTracks(arriving.picks.map((pick) => pick.track_id));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    // The server went away before the titles came; the slate comes again with the next connection.
    if (latest === arriving) latest = previous;
    return;
  }
  if (latest !== arriving) return;
  if (mayShow(slate.peek(), isHeldBack())) show(arriving);
  else held.value = arriving;
  if (arriving.because) showCause(arriving.because);
}

/** Another kind of slate begins (a mood, or all moods again): the next one is newer, whenever it was made. */
export function startOver(): void {
  latest = null;
  held.value = null;
}

/** The listener points at, or stands with the keyboard on, a pick: the column on show knows. */
let isHeldBack = (): boolean => false;

export function holdBackWhile(test: () => boolean): () => void {
  isHeldBack = test;
  return () => {
    isHeldBack = () => false;
  };
}

/** The pointer or the focus went on: what waited may be shown. */
export function letGo(): void {
  if (!isHeldBack()) showHeld();
}

export function showHeld(): void {
  const next = held.peek();
  if (next) show(next);
}

export function dismiss(trackId: string, words: string): void {
  dismissed.value = new Map([...dismissed.peek(), [trackId, words]]);
}

function show(next: Slate): void {
  const swap = () =>
    batch(() => {
      slate.value = next;
      held.value = null;
      dismissed.value = new Map();
    });
  present(swap, next);
  const tracks = next.picks.map((pick) => known.peek().get(pick.track_id)).filter((track) => track !== undefined);
  save("slate", { slate: next, tracks });
  if (next.picks.length > 0) record("shown", { slateId: next.slate_id });
}

function showCause(words: string): void {
  clearTimeout(causeTimer);
  cause.value = words;
  causeTimer = setTimeout(() => {
    cause.value = "";
  }, CAUSE_SHOWN_MS);
}
