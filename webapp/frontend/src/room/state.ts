/** What is chosen in the room. What can be linked stands in the address; back is the way back. */
import { computed, signal } from "@preact/signals";
import { toRoom } from "../state/paths";
import { go, goQuery, place, route } from "../state/router";
import { save, saved } from "../state/saved";
import type { ConnectionKind, GhostAnswer, NodeAnswer } from "./map/records";
import { quantities } from "./map/store";

export type RoomView = "room" | "flat" | "list";
export type LineKind = ConnectionKind | "neighbours" | "picks" | "trail" | "taste";

/** Where the address says nothing: genres where tracks have any, else what was measured in every sound. */
const defaultColour = computed(() =>
  quantities.value.some((each) => each.name === "genre" && !each.is_available) ? "brightness" : "genre",
);

const isHere = (): boolean => route.value.name === "room";

/** The track one stands at; empty for the whole room. */
export const chosenId = computed(() => (isHere() ? (place.value.query.get("at") ?? "") : ""));
/** The quantities that the address asks for: that of the colours, and three for the axes. */
export const wantedColour = computed(() => place.value.query.get("colour") || defaultColour.value);
export const wantedAxes = computed<readonly [string, string, string] | null>(() => {
  const [right, up, front] = (place.value.query.get("axes") ?? "").split(",");
  return right && up && front ? [right, up, front] : null;
});
/** The quantity of the sizes; empty where all are alike. */
export const wantedSize = computed(() => place.value.query.get("size") ?? "");
/** Of these, what the server does not have, each once. An old link or another library may ask for it. */
export const missingQuantities = computed<readonly string[]>(() => {
  const known = quantities.value;
  if (known.length === 0) return [];
  const here = new Set(known.filter((each) => each.is_available).map(({ name }) => name));
  const colour = wantedColour.value === defaultColour.value ? [] : [wantedColour.value];
  const size = wantedSize.value ? [wantedSize.value] : [];
  return [...new Set([...(wantedAxes.value ?? []), ...colour, ...size])].filter((name) => !here.has(name));
});
export const colourBy = computed(() =>
  missingQuantities.value.includes(wantedColour.value) ? defaultColour.value : wantedColour.value,
);
export const sizeBy = computed(() => (missingQuantities.value.includes(wantedSize.value) ? "" : wantedSize.value));
/** Names of the quantities to the right, up and to the front; null for the learned layout. */
export const axes = computed(() => {
  const wanted = wantedAxes.value;
  return wanted?.some((name) => missingQuantities.value.includes(name)) ? null : wanted;
});
/** What the address asks for, best first. */
export const wantedColumns = (): readonly string[] =>
  [wantedColour.peek(), wantedSize.peek(), ...(wantedAxes.peek() ?? [])].filter(Boolean);
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
/** Words of the chosen track, for those who hear the page; empty where nothing is chosen. */
export const nodeWords = signal("");

const DEFAULT_LINES: readonly LineKind[] = ["neighbours", "picks", "trail", "taste", "artist"];
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

/** Counts up when what is chosen already was chosen once more: one wants to be there. */
export const chosenAgain = signal(0);

/** Go to a track as to a page of its own: back returns to where one was. Empty: nothing is chosen. */
export function choose(trackId: string, how: { readonly stay?: boolean } = {}): void {
  const query = new URLSearchParams(place.peek().query);
  if ((query.get("at") ?? "") === trackId) {
    if (trackId && !how.stay) chosenAgain.value += 1;
    return;
  }
  isFlightWanted = !how.stay;
  if (trackId) query.set("at", trackId);
  else query.delete("at");
  const text = query.toString();
  go(text ? `${toRoom()}?${text}` : toRoom());
}

export const chooseColour = (name: string): void => goQuery({ colour: name === defaultColour.peek() ? null : name });
export const chooseSize = (name: string): void => goQuery({ size: name || null });
export const chooseAxes = (names: readonly string[] | null): void => goQuery({ axes: names ? names.join(",") : null });
export const chooseView = (view: RoomView): void => goQuery({ view: view === "room" ? null : view });
