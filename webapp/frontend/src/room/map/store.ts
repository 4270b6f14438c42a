/** The map that the room shows, with its columns as far as they were asked for. */
import { batch, computed, signal } from "@preact/signals";
import { getBytes, getJson } from "../../api/client";
import { readMap, type SongMap, withColumns } from "./read_map";
import type { Quantity } from "./records";
import { RowTracks } from "./row_tracks";

export interface OpenMap {
  readonly map: SongMap;
  readonly rows: RowTracks;
}

export const openMap = signal<OpenMap | null>(null);
/** Stays the same while columns come. */
export const openRows = computed(() => openMap.value?.rows ?? null);
export const quantities = signal<readonly Quantity[]>([]);
/** Why the map could not be loaded; the one that is open stays meanwhile. */
export const mapProblem = signal<unknown>(null);

/** Colours of the room when it opens. */
const FIRST_COLUMNS = ["genre", "tempo", "loudness", "brightness"] as const;
const MAX_COLUMNS = 6;

let asked = 0;
let isLoading = false;
/** The version that was left last, so that an answer of another one loads the map once and not for ever. */
let left = "";
/** Columns that were wanted last, newest first. */
let lastNeeded: readonly string[] = [];
/** Columns that are on their way to the open map. */
let onTheirWay: ReadonlySet<string> = new Set();

/** Load the map anew; `columns` are those that are wanted besides the first ones, best first. */
export async function loadMap(columns: readonly string[] = []): Promise<void> {
  asked += 1;
  const mine = asked;
  isLoading = true;
  left = "";
  lastNeeded = columns;
  mapProblem.value = null;
  try {
    const known = (await getJson<{ items: readonly Quantity[] }>("/api/v1/map/quantities")).items;
    const available = known.filter((each) => each.is_available).map(({ name }) => name);
    const wanted = [...new Set([...columns, ...FIRST_COLUMNS])].filter((name) => available.includes(name));
    const map = await fetchMap(wanted.slice(0, MAX_COLUMNS));
    if (mine !== asked) return;
    if (map.version !== left) left = "";
    onTheirWay = new Set();
    batch(() => {
      quantities.value = known;
      openMap.value = { map, rows: new RowTracks(map.version, () => void leaveVersion(map.version)) };
    });
  } catch (problem) {
    if (mine === asked) mapProblem.value = problem;
  } finally {
    if (mine === asked) isLoading = false;
  }
}

/**
 * The server has another map than this version: load it, with the columns that were wanted last. Returns false when that
 * was done for this version and did not help.
 */
export function leaveVersion(version: string): boolean {
  if (isLoading || openRows.peek()?.version !== version) return true;
  if (left === version) return false;
  void loadMap(lastNeeded);
  left = version;
  return true;
}

/** Fetch the columns that are not here yet; when the map has changed meanwhile, all of it. */
export async function needColumns(names: readonly string[]): Promise<void> {
  const now = openMap.peek();
  lastNeeded = [...new Set([...names, ...lastNeeded])].slice(0, MAX_COLUMNS);
  const available = new Set(quantities.peek().flatMap((each) => (each.is_available ? [each.name] : [])));
  const missing = names.filter((name) => available.has(name) && !now?.map.columns.has(name) && !onTheirWay.has(name));
  if (!now || missing.length === 0) return;
  onTheirWay = new Set([...onTheirWay, ...missing]);
  try {
    const more = await fetchMap(missing);
    const after = openMap.peek();
    // Another map has come meanwhile: who shows it asks for its columns.
    if (!after || after.rows !== now.rows) return;
    if (more.version !== now.map.version) leaveVersion(now.map.version);
    else openMap.value = { ...after, map: withColumns(after.map, more) };
  } finally {
    if (openRows.peek() === now.rows) onTheirWay = new Set([...onTheirWay].filter((name) => !missing.includes(name)));
  }
}

const fetchMap = async (columns: readonly string[]): Promise<SongMap> =>
  readMap(await getBytes(`/api/v1/map${columns.length > 0 ? `?columns=${columns.join(",")}` : ""}`));

/** A column of the open map; undefined while it is not here. */
export const openMapColumn = (name: string) => openMap.value?.map.columns.get(name);
