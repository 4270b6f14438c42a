/** What the table shows: which rows, which quantities, in which order; and its rows as far as they were read. */
import { computed, effect, signal } from "@preact/signals";
import { ApiProblem, postForFile, postJson } from "../../../api/client";
import type { RoomTable, RoomTableRow } from "../../../api/schema";
import { fileName, saveBlob } from "../../../components/exports";
import { leaveVersion, openMap, openRows, quantities } from "../../map/store";
import { openView } from "../../picture";
import { selectedOf, selectedRows } from "../../selecting/selected";
import { axes, colourBy, sizeBy } from "../../state";
import { settledWeek } from "../weeks/store";
import { bitsOf, columnsOf, MAX_COLUMNS, withFirst } from "./columns";

const AT_ONCE = 100;

/** All rows, those selected, what was in the picture when that was chosen, or the place of a part in the regions. */
export type Which = "all" | "selected" | "seen" | number;

export const isTableOpen = signal(false);
export const which = signal<Which>("all");
/** Rows that were in the picture, as bits; of one version of the map. */
const seen = signal<{ readonly version: string; readonly bits: string } | null>(null);
const selectedBits = computed(() => {
  const selected = selectedRows.value;
  return bitsOf(openMap.value?.map.nTracks ?? 0, (tell) => selected.forEach(tell));
});
const added = signal<readonly string[]>([]);
/** Null: by what the room shows first. */
const sorting = signal<{ readonly name: string; readonly isFalling: boolean } | null>(null);

export const columns = computed(() =>
  columnsOf(
    { colour: colourBy.value, size: sizeBy.value, axes: axes.value, hasWeek: settledWeek.value !== null },
    added.value,
    quantities.value,
  ),
);
export const sortedBy = computed(() => {
  const now = sorting.value;
  const first = columns.value[0] ?? "";
  return now && columns.value.includes(now.name) ? now : { name: first, isFalling: !isOfWords(first) };
});
/** Words are sorted by the alphabet, numbers from the highest on. */
export const isOfWords = (name: string): boolean =>
  quantities.value.some((each) => each.name === name && each.scale === "categories");
export const isAdded = (name: string): boolean => added.value.includes(name);
export const canAdd = computed(() => columns.value.length < MAX_COLUMNS);

export interface Rows {
  readonly n: number;
  readonly items: readonly RoomTableRow[];
  /** The order of their values. */
  readonly names: readonly string[];
}

interface Read extends Rows {
  /** What they are the answer to. */
  readonly asked: NonNullable<typeof question.value>;
}

const read = signal<Read | null>(null);
/** Of the open map: those of another one would lead elsewhere. */
export const rows = computed<Rows | null>(() =>
  read.value?.asked.version === openRows.value?.version ? read.value : null,
);
export const tableProblem = signal<unknown>(null);

export function sortBy(name: string): void {
  const now = sortedBy.peek();
  sorting.value = { name, isFalling: now.name === name ? !now.isFalling : !isOfWords(name) };
}

export const addColumn = (name: string): void => {
  added.value = [...added.peek(), name];
};
export const removeColumn = (name: string): void => {
  added.value = added.peek().filter((each) => each !== name);
};

export function showRows(next: Which): void {
  which.value = next === "seen" && !takeSeen() ? "all" : next;
}

/** Keep which rows are in the picture now; false where there is no picture. */
export function takeSeen(): boolean {
  const now = openMap.peek();
  const view = openView.peek();
  if (!now || !view) return false;
  seen.value = { version: now.map.version, bits: bitsOf(now.map.nTracks, view.seenRows) };
  return true;
}

/** What the server is asked for; null while there is nothing to ask. */
const question = computed(() => {
  const version = openRows.value?.version;
  const { name, isFalling } = sortedBy.value;
  if (!version || !name) return null;
  const chosen = which.value === "seen" ? seen.value : null;
  // What was in the picture of another map is taken anew, and what was selected is looked for.
  if (chosen && chosen.version !== version) return null;
  if (which.value === "selected" && selectedOf.value !== openRows.value) return null;
  const nRegions = openMap.peek()?.map.regions.length ?? 0;
  return {
    version,
    columns: withFirst(columns.value, name),
    week: settledWeek.value,
    order: isFalling ? "desc" : "asc",
    region: typeof which.value === "number" && which.value < nRegions ? which.value : null,
    chosen: which.value === "selected" ? selectedBits.value : (chosen?.bits ?? null),
  };
});

/** Keep the first rows those that are asked for; returns how to stop. */
export function followTable(): () => void {
  const endSeen = effect(() => {
    if (which.value === "seen" && seen.value?.version !== openRows.value?.version) showRows("seen");
  });
  const endRows = effect(() => {
    const asked = question.value;
    const request = new AbortController();
    tableProblem.value = null;
    if (asked) void readFrom(0, request.signal);
    return () => request.abort();
  });
  return () => {
    endSeen();
    endRows();
    read.value = null;
  };
}

/** Nothing is kept after the page: parts, rows and selections are of the map that was open. */
export function forgetTable(): void {
  isTableOpen.value = false;
  which.value = "all";
  seen.value = null;
  added.value = [];
  sorting.value = null;
}

export const readAgain = (): void => void readFrom(0);
export const readMore = (): void => void readFrom(rows.peek()?.items.length ?? 0);

async function readFrom(start: number, signal?: AbortSignal): Promise<void> {
  const asked = question.peek();
  if (!asked) return;
  try {
    const answer = await postJson<RoomTable>("/api/v1/map/table", { ...asked, start, limit: AT_ONCE }, signal);
    if (question.peek() !== asked) return;
    const before = start > 0 && read.peek()?.asked === asked ? (read.peek()?.items ?? []) : [];
    // The same rows were asked for twice, or others are shown meanwhile.
    if (before.length !== start) return;
    read.value = { n: answer.n_rows, items: [...before, ...answer.items], names: asked.columns, asked };
    tableProblem.value = null;
  } catch (problem) {
    if (signal?.aborted) return;
    // Another map has come: its rows are asked for when it is here.
    if (problem instanceof ApiProblem && problem.status === 409 && leaveVersion(asked.version)) return;
    tableProblem.value = problem;
  }
}

/** All rows that are asked for, also those that were not read yet. */
export async function saveCsv(): Promise<void> {
  const asked = question.peek();
  if (!asked) return;
  const file = await postForFile("/api/v1/map/table-files", asked);
  const region = typeof which.peek() === "number" ? openMap.peek()?.map.regions[which.peek() as number]?.name : null;
  const words: Readonly<Record<string, string>> = { seen: "picture", selected: "selected" };
  const part = words[which.peek()] ?? region;
  saveBlob(fileName(["room", new Date().toISOString().slice(0, 10), part, ...asked.columns], "csv"), file);
}
