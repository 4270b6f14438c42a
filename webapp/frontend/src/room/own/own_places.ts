/** A listener's own arrangement: tracks that were grabbed and put elsewhere. It is never mixed up with the map's places. */
import { computed, signal } from "@preact/signals";
import { roomSays } from "../../messages/room/room";
import { notifyUndoable } from "../../state/notices";
import { save, saved } from "../../state/saved";
import type { Place } from "../map/records";
import { axes } from "../state";

type Own = ReadonlyMap<string, Place>;

/** Nothing is put farther outside than this. */
const EDGE = 1.15;

/** By track id. */
export const ownPlaces = signal<Own>(new Map(saved<readonly (readonly [string, Place])[]>("room-own", [])));
/** Whether the room shows it, or every track at its computed place. */
export const isOwnShown = signal(saved("room-own-shown", true));
/** Whether a hand on a node takes it along. */
export const isGrabbing = signal(false);
/** Along axes places are values, which no hand changes. */
export const canGrab = computed(() => isGrabbing.value && axes.value === null);

export function putAt(trackId: string, title: string, place: Place): void {
  const before = ownPlaces.peek();
  set(new Map([...before, [trackId, within(place)]]));
  showOwn(true);
  notifyUndoable(roomSays.own.put(title), () => set(before));
}

/** Let the track go home to its computed place. */
export function putBack(trackId: string, title: string): void {
  const before = ownPlaces.peek();
  set(new Map([...before].filter(([id]) => id !== trackId)));
  notifyUndoable(roomSays.own.wentHome(title), () => set(before));
}

export function resetOwn(): void {
  const before = ownPlaces.peek();
  set(new Map());
  notifyUndoable(roomSays.own.resetDone(before.size), () => set(before));
}

export function showOwn(isShown: boolean): void {
  isOwnShown.value = isShown;
  save("room-own-shown", isShown);
}

function set(next: Own): void {
  ownPlaces.value = next;
  save("room-own", [...next]);
}

const within = (place: Place): Place =>
  place.map((each) => Math.round(Math.max(-EDGE, Math.min(EDGE, each)) * 1e4) / 1e4) as unknown as Place;
