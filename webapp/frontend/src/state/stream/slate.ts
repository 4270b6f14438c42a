/** The slate on show, and the one that waits while the listener points at a pick. */
import { batch, computed, signal } from "@preact/signals";
import { ApiProblem } from "../../api/client";
import type { Pick, Slate, Track } from "../../api/records";
import { type HeldRefusal, isNewer, mayShow, withRefused } from "../../rules/slates";
import { known, remember, resolveTracks } from "../library/known_tracks";
import { UNDO_MS } from "../notices";
import { save, saved } from "../saved";
import { isTurnedAway } from "./taste";

const CAUSE_SHOWN_MS = 4_000;

/** The last slate is kept, so that the page has something to go on with before the server answers. */
const before = saved<{ slate: Slate; tracks: Track[] } | null>("slate", null);
if (before) remember(before.tracks);

export const slate = signal<Slate | null>(before?.slate ?? null);
export const held = signal<Slate | null>(null);
export const cause = signal("");

export interface Refused extends HeldRefusal {
  readonly words: string;
  readonly undo: () => void;
  readonly until_ms: number;
}

/** Picks refused a moment ago: they stay in their place, grey, while they can be taken back. */
export const refused = signal<ReadonlyMap<string, Refused>>(new Map());
export const isPickRefused = (trackId: string): boolean => {
  const track = known.value.get(trackId);
  return track !== undefined && isTurnedAway(track);
};
export const shownPicks = computed(() => withRefused(slate.value?.picks ?? [], refused.value, isPickRefused));
export const hasSlate = computed(() => slate.value !== null);

let latest: Slate | null = before?.slate ?? null;
let causeTimer: ReturnType<typeof setTimeout> | undefined;
/** How the list moves from one slate to the next; the slate column puts its animation here. */
let present: (show: () => void, next: readonly Pick[]) => void = (show) => show();

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
  if (isHeldBack()) return;
  dropRefused();
  showHeld();
}

export function showHeld(): void {
  const next = held.peek();
  if (next) show(next);
}

export function holdRefused(pick: Pick, words: string, undo: () => void): void {
  const at = shownPicks.peek().findIndex((each) => each.track_id === pick.track_id);
  const held = { pick, at: Math.max(0, at), words, undo, until_ms: Date.now() + UNDO_MS };
  refused.value = new Map([...refused.peek(), [pick.track_id, held]]);
  setTimeout(letGo, UNDO_MS + 50);
}

/** A refusal was taken back: the pick is open again in its place, until the next slate says otherwise. */
export function putBackRefused(pick: Pick): void {
  const now = slate.peek();
  const at = refused.peek().get(pick.track_id)?.at ?? 0;
  const others = (now?.picks ?? []).filter((each) => each.track_id !== pick.track_id);
  batch(() => {
    refused.value = new Map([...refused.peek()].filter(([id]) => id !== pick.track_id));
    if (now) slate.value = { ...now, picks: others.toSpliced(at, 0, pick) };
  });
}

function dropRefused(): void {
  const now_ms = Date.now();
  const still = [...refused.peek()].filter(([, { until_ms }]) => until_ms > now_ms);
  if (still.length === refused.peek().size) return;
  present(
    () => {
      refused.value = new Map(still);
    },
    withRefused(slate.peek()?.picks ?? [], new Map(still), isPickRefused),
  );
}

function show(next: Slate): void {
  const swap = () =>
    batch(() => {
      slate.value = next;
      held.value = null;
    });
  present(swap, withRefused(next.picks, refused.peek(), isPickRefused));
  const tracks = next.picks.map((pick) => known.peek().get(pick.track_id)).filter((track) => track !== undefined);
  save("slate", { slate: next, tracks });
}

function showCause(words: string): void {
  clearTimeout(causeTimer);
  cause.value = words;
  causeTimer = setTimeout(() => {
    cause.value = "";
  }, CAUSE_SHOWN_MS);
}
