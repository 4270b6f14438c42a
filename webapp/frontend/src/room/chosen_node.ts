/** Asks the server about the chosen track. */
import { effect, signal } from "@preact/signals";
import { getJson } from "../api/client";
import { remember } from "../state/library/known_tracks";
import type { NodeAnswer } from "./map/records";
import { loadMap, openRows } from "./map/store";
import { chosenId, ghost, node } from "./state";

export const nodeProblem = signal<unknown>(null);

/** The version for which the map was loaded again: once is enough. */
let reloadedFor = "";

/** Keep `node` that of `chosenId`; returns how to stop. */
export function followChosen(): () => void {
  return effect(() => {
    const id = chosenId.value;
    const rows = openRows.value;
    const request = new AbortController();
    if (node.peek()?.track.track_id !== id) node.value = null;
    if (ghost.peek()) ghost.value = null;
    nodeProblem.value = null;
    if (!id || !rows) return;
    getJson<NodeAnswer>(`/api/v1/map/nodes/${encodeURIComponent(id)}`, request.signal).then(
      (answer) => {
        if (answer.version !== rows.version && answer.version !== reloadedFor) {
          reloadedFor = answer.version;
          void loadMap();
        }
        rows.put(answer.row, answer.track);
        for (const each of answer.neighbours) if (each.row !== null) rows.put(each.row, each.track);
        remember([answer.track, ...answer.neighbours.map(({ track }) => track)]);
        node.value = answer;
      },
      (problem) => {
        if (!request.signal.aborted) nodeProblem.value = problem;
      },
    );
    return () => request.abort();
  });
}
