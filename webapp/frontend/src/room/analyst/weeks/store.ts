/** The weeks that are open, and the one that is shown. */
import { computed, signal } from "@preact/signals";
import { getBytes } from "../../../api/client";
import { analystSays } from "../../../messages/room/analyst";
import { goQuery, place } from "../../../state/router";
import type { Column } from "../../map/read_map";
import type { Place } from "../../map/records";
import { leaveVersion, openMap, openRows } from "../../map/store";
import { moveOf, pathTo } from "./moves";
import { nameOfWeek, readWeeks, type Weeks, weekOfDay } from "./read_weeks";
import { columnOfWeek, mostPlays } from "./smoothing";

/** The day that the address names; empty while the weeks are closed. */
export const wantedWeek = computed(() => place.value.query.get("week") ?? "");
export const isWeeksOpen = computed(() => wantedWeek.value !== "");
/** While weeks run by themselves the address stays as it is. */
const runningAt = signal<number | null>(null);
const loaded = signal<Weeks | null>(null);
export const weeksProblem = signal<unknown>(null);

/** The weeks of the open map; null while they are not here. */
export const weeks = computed(() =>
  isWeeksOpen.value && loaded.value?.version === openRows.value?.version ? loaded.value : null,
);
/** Which of them is shown; null where there is none. */
export const weekAt = computed(() => {
  const now = weeks.value;
  if (!now || now.nWeeks === 0) return null;
  if (runningAt.value !== null) return Math.min(runningAt.value, now.nWeeks - 1);
  return weekOfDay(now, wantedWeek.value) ?? now.nWeeks - 1;
});

/** The Monday of the week that is shown, as the address names it; null where none is. */
export const weekName = computed(() =>
  weeks.value && weekAt.value !== null ? nameOfWeek(weeks.value, weekAt.value) : null,
);

/** The same by the address alone: it stays while weeks run, and while a hand is on the slider. */
export const settledWeek = computed(() => {
  const now = weeks.value;
  return now && now.nWeeks > 0 ? nameOfWeek(now, weekOfDay(now, wantedWeek.value) ?? now.nWeeks - 1) : null;
});

const nTracks = computed(() => openMap.value?.map.nTracks ?? 0);
const most = computed(() => (weeks.value ? mostPlays(weeks.value, nTracks.value) : 0));
export const weekColumn = computed<Column | null>(() => {
  const [now, at] = [weeks.value, weekAt.value];
  return now && at !== null ? columnOfWeek(now, at, nTracks.value, most.value) : null;
});

/** The parts stay with the map, however it is arranged. */
const regions = computed(() => openMap.value?.map.regions ?? []);
/** Where listening was in the week that is shown. */
export const weekMove = computed(() => {
  const [now, at] = [weeks.value, weekAt.value];
  const places = openMap.value?.map.places;
  return now && at !== null && places ? moveOf(now, at, { places, regions: regions.value }) : null;
});
/** So many weeks of the way are drawn. */
const N_STEPS = 12;
/** Where listening was in the weeks up to the one that is shown, oldest first; empty while no week is. */
export function weekPath(places: Float32Array): readonly Place[] {
  const [now, at] = [weeks.value, weekAt.value];
  return now && at !== null ? pathTo(now, at, places, N_STEPS) : [];
}
export function datesOfWeek(at: number): string {
  const now = weeks.value;
  return now ? analystSays.weeks.of(now.mondayOf(at), new Date(now.mondayOf(at + 1).getTime() - 1)) : "";
}

export const nameOfRegion = (at: number): string => regions.value[at]?.name ?? "";

/** "now" is the newest week, whichever that is. */
export const openWeeks = (): void => goQuery({ week: "now" });
export const closeWeeks = (): void => goQuery({ week: null });

/** The week of the address is shown again. */
export function showSettled(): void {
  runningAt.value = null;
}

export function showWeek(at: number, how: { readonly isRunning?: boolean } = {}): void {
  const now = weeks.peek();
  if (!now) return;
  runningAt.value = at;
  if (how.isRunning) return;
  goQuery({ week: nameOfWeek(now, at) });
  runningAt.value = null;
}

/** Ask for the weeks of the map that is open, unless they are here. */
export async function loadWeeks(version: string): Promise<void> {
  if (loaded.peek()?.version === version) return;
  weeksProblem.value = null;
  try {
    const answer = readWeeks(await getBytes("/api/v1/map/weeks"));
    if (answer.version !== version) leaveVersion(version);
    loaded.value = answer;
  } catch (problem) {
    weeksProblem.value = problem;
  }
}

/** Nothing is kept after the page: one comes back to what was played meanwhile. */
export function forgetWeeks(): void {
  loaded.value = null;
  runningAt.value = null;
}
