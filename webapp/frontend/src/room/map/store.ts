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
export const mapProblem = signal<unknown>(null);

/** Colours of the room when it opens. */
const FIRST_COLUMNS = ["genre", "tempo", "loudness", "brightness"] as const;

let asked = 0;

/** Load the map anew, with what was on show; `columns` are those that are wanted besides. */
export async function loadMap(columns: readonly string[] = []): Promise<void> {
  asked += 1;
  const mine = asked;
  mapProblem.value = null;
  try {
    const known = (await getJson<{ items: readonly Quantity[] }>("/api/v1/map/quantities")).items;
    const available = known.filter((each) => each.is_available).map(({ name }) => name);
    const wanted = [...new Set([...columns, ...FIRST_COLUMNS])].filter((name) => available.includes(name)).slice(0, 6);
    const map = await fetchMap(wanted);
    if (mine !== asked) return;
    batch(() => {
      quantities.value = known;
      openMap.value = { map, rows: new RowTracks(map.version, () => void loadMap(columns)) };
    });
  } catch (problem) {
    if (mine === asked) mapProblem.value = problem;
  }
}

/** Fetch the columns that are not here yet; when the map has changed meanwhile, all of it. */
export async function needColumns(names: readonly string[]): Promise<void> {
  const now = openMap.peek();
  const available = new Set(quantities.peek().flatMap((each) => (each.is_available ? [each.name] : [])));
  const missing = names.filter((name) => available.has(name) && !now?.map.columns.has(name));
  if (!now || missing.length === 0) return;
  const more = await fetchMap(missing);
  const after = openMap.peek();
  if (!after || more.version !== after.map.version) return loadMap(names);
  openMap.value = { ...after, map: withColumns(after.map, more) };
}

const fetchMap = async (columns: readonly string[]): Promise<SongMap> =>
  readMap(await getBytes(`/api/v1/map${columns.length > 0 ? `?columns=${columns.join(",")}` : ""}`));
