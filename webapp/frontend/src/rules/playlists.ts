/** What operations do to the entries on show, before the server says what they did to what everybody has. */
import type { EntryAnswer, Operations, PlaylistDetail } from "../api/schema";

export type Operation = Operations["operations"][number];

/** As `after`: before all entries. */
export const START = "start";

const ID_BYTES = 10;

export function newEntryId(): string {
  return hex(ID_BYTES);
}

/** Hard to guess: it opens a playlist to whoever has it. */
export function newInvitation(): string {
  return hex(16);
}

export function applied(playlist: PlaylistDetail, operations: readonly Operation[]): PlaylistDetail {
  return operations.reduce(applyOne, playlist);
}

/** Behind which entry something stands that comes to this row, counted without itself. */
export function placeAt(entries: readonly EntryAnswer[], row: number, moved: string): string {
  const others = entries.filter((entry) => entry.entry_id !== moved);
  const before = others[Math.min(Math.max(row, 0), others.length) - 1];
  return before?.entry_id ?? START;
}

/** Behind which entry moved ones come: `after`, or the nearest above it that is not moved itself. */
export function stayingAfter(
  entries: readonly EntryAnswer[],
  moved: readonly string[],
  after: string | null,
): string | null {
  if (after === null || !moved.includes(after)) return after;
  const at = entries.findIndex((entry) => entry.entry_id === after);
  return entries.slice(0, at).findLast((entry) => !moved.includes(entry.entry_id))?.entry_id ?? START;
}

/** Behind which entry these rows, in order, come when they go one up or down together; null where they cannot. */
export function movedBy(entries: readonly EntryAnswer[], rows: readonly number[], by: 1 | -1): string | null {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (by > 0) return entries[last + 1]?.entry_id ?? null;
  return first === 0 ? null : (entries[first - 2]?.entry_id ?? START);
}

function applyOne(playlist: PlaylistDetail, operation: Operation): PlaylistDetail {
  switch (operation.kind) {
    case "move":
      return { ...playlist, entries: movedTo(playlist.entries, operation.entry_ids, operation.after ?? null) };
    case "remove":
      return {
        ...playlist,
        entries: playlist.entries.filter((entry) => !operation.entry_ids.includes(entry.entry_id)),
      };
    case "rename":
      return { ...playlist, name: operation.name };
    case "describe":
      return { ...playlist, description: operation.description };
    case "file_in":
      return { ...playlist, folder: operation.folder };
    case "show":
      return { ...playlist, visibility: operation.visibility };
    default:
      return playlist; // what the page cannot foresee, the server's answer shows
  }
}

function movedTo(
  entries: readonly EntryAnswer[],
  ids: readonly string[],
  after: string | null,
): readonly EntryAnswer[] {
  const moved = ids.flatMap((id) => entries.find((entry) => entry.entry_id === id) ?? []);
  const others = entries.filter((entry) => !ids.includes(entry.entry_id));
  const before = others.findIndex((entry) => entry.entry_id === after);
  const at = after === START ? 0 : before < 0 ? others.length : before + 1;
  return others.toSpliced(at, 0, ...moved);
}

function hex(n_bytes: number): string {
  return [...crypto.getRandomValues(new Uint8Array(n_bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
