/** What is chosen in the room. What can be linked stands in the address; back is the way back. */
import { computed, signal } from "@preact/signals";
import { toRoom } from "../state/paths";
import { go, goQuery, place, route } from "../state/router";
import { save, saved } from "../state/saved";
import type { ConnectionKind, GhostAnswer, NodeAnswer } from "./map/records";

export type RoomView = "room" | "flat" | "list";
export type LineKind = ConnectionKind | "neighbours" | "picks" | "trail";

const isHere = (): boolean => route.value.name === "room";

/** The track one stands at; empty for the whole room. */
export const chosenId = computed(() => (isHere() ? (place.value.query.get("at") ?? "") : ""));
export const colourBy = computed(() => place.value.query.get("colour") ?? "genre");
/** Names of the quantities to the right, up and to the front; null for the learned layout. */
export const axes = computed<readonly [string, string, string] | null>(() => {
  const [right, up, front] = (place.value.query.get("axes") ?? "").split(",");
  return right && up && front ? [right, up, front] : null;
});
export const wantedView = computed<RoomView>(() => {
  const view = place.value.query.get("view");
  return view === "flat" || view === "list" ? view : "room";
});

/** The row under the pointer. */
export const pointedRow = signal<number | null>(null);
/** What the server says of the chosen track; null while it is asked, and where nothing is chosen. */
export const node = signal<NodeAnswer | null>(null);
export const ghost = signal<GhostAnswer | null>(null);
/** Words of where one is, for those who hear the page. */
export const whereWords = signal("");

const DEFAULT_LINES: readonly LineKind[] = ["neighbours", "picks", "trail", "artist"];
export const shownLines = signal<ReadonlySet<LineKind>>(new Set(saved("room-lines", DEFAULT_LINES)));

export function toggleLines(kind: LineKind): void {
  const next = new Set(shownLines.peek());
  if (!next.delete(kind)) next.add(kind);
  shownLines.value = next;
  save("room-lines", [...next]);
}

/** Whether one flies to what was chosen last, or only opens it. */
let isFlightWanted = true;

/** Once: whether to fly to what has just been chosen. */
export function takeFlight(): boolean {
  const isWanted = isFlightWanted;
  isFlightWanted = true;
  return isWanted;
}

/** Go to a track as to a page of its own: back returns to where one was. Empty: nothing is chosen. */
export function choose(trackId: string, how: { readonly stay?: boolean } = {}): void {
  isFlightWanted = !how.stay;
  const query = new URLSearchParams(place.peek().query);
  if ((query.get("at") ?? "") === trackId) return;
  if (trackId) query.set("at", trackId);
  else query.delete("at");
  const text = query.toString();
  go(text ? `${toRoom()}?${text}` : toRoom());
}

export const chooseColour = (name: string): void => goQuery({ colour: name === "genre" ? null : name });
export const chooseAxes = (names: readonly string[] | null): void => goQuery({ axes: names ? names.join(",") : null });
export const chooseView = (view: RoomView): void => goQuery({ view: view === "room" ? null : view });
