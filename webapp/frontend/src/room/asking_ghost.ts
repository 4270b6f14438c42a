/** Asks where a song with other features would live: one request at a time, and then only the newest wish. */
import { signal } from "@preact/signals";
import { ApiProblem, getJson } from "../api/client";
import { remember } from "../state/library/known_tracks";
import type { GhostAnswer } from "./map/records";
import { openRows } from "./map/store";
import { chosenId, ghost } from "./state";

export type Wish = Readonly<Record<string, number>>;

export const ghostProblem = signal(false);

let isAsking = false;
let next: { readonly trackId: string; readonly wish: Wish } | null = null;

/** While an answer is on its way, later wishes take each other's place: the hand is never behind by more than one. */
export function askGhost(trackId: string, wish: Wish): void {
  next = { trackId, wish };
  if (!isAsking) void askNext();
}

async function askNext(): Promise<void> {
  isAsking = true;
  while (next) {
    const { trackId, wish } = next;
    next = null;
    const query = new URLSearchParams({ track_id: trackId });
    for (const [name, value] of Object.entries(wish)) query.set(name, String(value));
    try {
      const answer = await getJson<GhostAnswer>(`/api/v1/map/ghost?${query}`);
      if (chosenId.peek() === trackId) take(answer);
      ghostProblem.value = false;
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      ghostProblem.value = true;
    }
  }
  isAsking = false;
}

function take(answer: GhostAnswer): void {
  for (const { row, track } of answer.nearest) openRows.peek()?.put(row, track);
  remember(answer.nearest.map(({ track }) => track));
  ghost.value = answer;
}
