/** A listener's own arrangement: tracks that were grabbed and put elsewhere. It is never mixed up with the map's places. */
import { computed, signal } from "@preact/signals";
import { arrangementSays } from "../../messages/room/arrangements";
import { roomSays } from "../../messages/room/room";
import { notify, notifyUndoable } from "../../state/notices";
import { save, saved } from "../../state/saved";
import type { Place } from "../map/records";
import { axes } from "../state";
import { begin, done, redone, type Steps, undone } from "./steps";

/** By track id. */
export type Own = ReadonlyMap<string, Place>;

/** Nothing is put farther outside than this, as the server has it. */
const EDGE = 1.15;
/** Of one arrangement, as the server has it. */
export const MAX_PLACES = 1_000;

const steps = signal<Steps<Own>>(begin<Own>(new Map()));

export const ownPlaces = computed(() => steps.value.now);
export const canUndo = computed(() => steps.value.past.length > 0);
export const canRedo = computed(() => steps.value.future.length > 0);
/** Whether the room shows it, or every track at its computed place. */
export const isOwnShown = signal(saved("room-own-shown", true));
/** Whether a hand on a node takes it along. */
export const isGrabbing = signal(false);
/** Along axes places are values, which no hand changes. */
export const canGrab = computed(() => isGrabbing.value && axes.value === null);

/** Counts up with each arrangement that is begun. */
let turn = 0;

/** Another arrangement: what was done to the one before is not undone in it, nor by a notice that still stands there. */
export function beginWith(places: Own): void {
  turn += 1;
  steps.value = begin(places);
}

/** The same arrangement, changed here or elsewhere. Returns how a notice takes that back: not in another arrangement. */
export function stepTo(next: Own): () => void {
  const before = ownPlaces.peek();
  const mine = turn;
  steps.value = done(steps.peek(), next);
  return () => {
    if (mine !== turn) return;
    if (ownPlaces.peek() === next) undoPlace();
    else steps.value = done(steps.peek(), before);
  };
}

export function putAt(trackId: string, title: string, place: Place): void {
  const before = ownPlaces.peek();
  if (before.size >= MAX_PLACES && !before.has(trackId)) {
    // The same places anew: the picture has moved the track already.
    steps.value = { ...steps.peek(), now: new Map(before) };
    notify(arrangementSays.full(MAX_PLACES), "problem");
    return;
  }
  change(new Map([...before, [trackId, within(place)]]), roomSays.own.put(title));
  showOwn(true);
}

/** Let the track go home to its computed place. */
export function putBack(trackId: string, title: string): void {
  change(new Map([...ownPlaces.peek()].filter(([id]) => id !== trackId)), roomSays.own.wentHome(title));
}

export function resetOwn(): void {
  const { size } = ownPlaces.peek();
  if (size > 0) change(new Map(), roomSays.own.resetDone(size));
}

/** Returns whether there was something to undo. */
export function undoPlace(): boolean {
  const is = canUndo.peek();
  steps.value = undone(steps.peek());
  return is;
}

/** Returns whether there was something to do again. */
export function redoPlace(): boolean {
  const is = canRedo.peek();
  steps.value = redone(steps.peek());
  return is;
}

export function showOwn(isShown: boolean): void {
  isOwnShown.value = isShown;
  save("room-own-shown", isShown);
}

/** What is taken back from its notice is a step back if it was the last one, and a step of its own otherwise. */
function change(next: Own, words: string): void {
  notifyUndoable(words, stepTo(next));
}

const within = (place: Place): Place =>
  place.map((each) => Math.round(Math.max(-EDGE, Math.min(EDGE, each)) * 1e4) / 1e4) as unknown as Place;
