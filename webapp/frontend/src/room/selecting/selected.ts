/** Several tracks that are chosen together in the room, whichever view shows them. */
import { effect, signal } from "@preact/signals";
import { selectingSays } from "../../messages/room/selecting";
import { SELECTION_LIMIT } from "../../rules/selection";
import type { RowTracks } from "../map/row_tracks";
import { openRows } from "../map/store";
import { isGrabbing } from "../own/own_places";

const NONE: ReadonlySet<number> = new Set();

/** Rows of the open map, in the order in which they were chosen. */
export const selectedRows = signal(NONE);
/** The map that they are rows of; behind the open one while they are looked for in that. */
export const selectedOf = signal<RowTracks | null>(null);
/** A press selects, and a drag draws around; without it, Shift does so. */
export const isSelecting = signal(false);
/** How many are selected, for those who hear the page and for those who see it; empty before the first. */
export const selectionWords = signal("");

export function toggleRow(row: number): void {
  const next = new Set(selectedRows.peek());
  if (next.delete(row)) put(next);
  else addRows([row]);
}

/** Select these as well; what is too much is left out, and that is said. */
export function addRows(rows: readonly number[]): void {
  const all = new Set([...selectedRows.peek(), ...rows]);
  const next = new Set([...all].slice(0, SELECTION_LIMIT));
  put(next);
  if (next.size < all.size) selectionWords.value = selectingSays.onlySome(next.size, all.size);
}

export function clearSelection(): void {
  if (selectedRows.peek().size > 0) put(NONE);
}

export function toggleSelecting(): void {
  isSelecting.value = !isSelecting.peek();
  if (isSelecting.peek()) isGrabbing.value = false;
}

/** One step back by Escape: what is selected, then the mode. Returns whether there was a step. */
export function stepBack(): boolean {
  if (selectedRows.peek().size > 0) clearSelection();
  else if (isSelecting.peek()) isSelecting.value = false;
  else return false;
  return true;
}

/** Keep what is selected with its tracks when another map comes, whose rows are others; returns how to stop. */
export function followSelection(): () => void {
  let before = openRows.peek();
  selectedOf.value = before;
  const end = effect(() => {
    const rows = openRows.value;
    if (rows && rows !== before) void carryOver(before, rows);
    if (rows) before = rows;
  });
  return () => {
    end();
    put(NONE);
    selectedOf.value = null;
    isSelecting.value = false;
    selectionWords.value = "";
  };
}

async function carryOver(before: RowTracks | null, rows: RowTracks): Promise<void> {
  const ids = [...selectedRows.peek()].flatMap((row) => before?.trackAt(row)?.track_id ?? []);
  if (selectedRows.peek().size > 0) put(NONE);
  const found = ids.length > 0 ? await rows.find(ids) : [];
  if (openRows.peek() !== rows) return;
  if (found.length > 0) addRows(found.filter((row) => row !== null));
  selectedOf.value = rows;
}

function put(next: ReadonlySet<number>): void {
  selectedRows.value = next;
  selectionWords.value = next.size > 0 ? selectingSays.selected(next.size) : selectingSays.none;
  // Their tracks are at hand when something is done with them, and when another map comes.
  openRows.peek()?.want(next);
}
