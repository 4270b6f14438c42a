/** Asks the server about the chosen track. */
import { effect, signal } from "@preact/signals";
import { ApiProblem, getJson } from "../api/client";
import { roomSays } from "../messages/room/room";
import { remember } from "../state/library/known_tracks";
import type { NodeAnswer } from "./map/records";
import { leaveVersion, openRows } from "./map/store";
import { chosenId, ghost, node } from "./state";

export const nodeProblem = signal<unknown>(null);

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
        if (answer.version !== rows.version) {
          // Its rows are those of another map; when that one is here, this is asked again.
          if (!leaveVersion(rows.version)) nodeProblem.value = new ApiProblem(409, "", roomSays.otherMap);
          return;
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
