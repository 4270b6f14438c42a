/** Asks where a song with other features would live: one request at a time, and then only the newest wish. */
import { signal } from "@preact/signals";
import { ApiProblem, getJson } from "../api/client";
import { remember } from "../state/library/known_tracks";
import type { GhostAnswer } from "./map/records";
import { leaveVersion, openRows } from "./map/store";
import { chosenId, ghost } from "./state";

export type Wish = Readonly<Record<string, number>>;

export const ghostProblem = signal(false);

let isAsking = false;
/** Counts up when the ghost is let go: what is answered to an earlier one comes too late. */
let turn = 0;
let next: { readonly trackId: string; readonly wish: Wish } | null = null;

/** While an answer is on its way, later wishes take each other's place: the hand is never behind by more than one. */
export function askGhost(trackId: string, wish: Wish): void {
  next = { trackId, wish };
  if (!isAsking) void askNext();
}

/** Nobody wishes any longer: the ghost is gone, and answers that are on their way are dropped. */
export function letGhostGo(): void {
  turn += 1;
  next = null;
  ghost.value = null;
  ghostProblem.value = false;
}

async function askNext(): Promise<void> {
  isAsking = true;
  try {
    while (next) await ask(next);
  } finally {
    isAsking = false;
  }
}

async function ask({ trackId, wish }: { readonly trackId: string; readonly wish: Wish }): Promise<void> {
  next = null;
  const mine = turn;
  const isWanted = () => mine === turn && chosenId.peek() === trackId;
  const query = new URLSearchParams({ track_id: trackId });
  for (const [name, value] of Object.entries(wish)) query.set(name, String(value));
  try {
    const answer = await getJson<GhostAnswer>(`/api/v1/map/ghost?${query}`);
    if (!isWanted()) return;
    ghostProblem.value = false;
    take(answer);
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (isWanted()) ghostProblem.value = true;
  }
}

/** Rows of another map would be wrong ones here. */
function take(answer: GhostAnswer): void {
  const rows = openRows.peek();
  if (rows && answer.version !== rows.version) {
    ghostProblem.value = !leaveVersion(rows.version);
    return;
  }
  for (const { row, track } of answer.nearest) rows?.put(row, track);
  remember(answer.nearest.map(({ track }) => track));
  ghost.value = answer;
}
