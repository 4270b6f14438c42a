/** Where the listener's taste stands in the room, asked anew whenever the picks have learnt something. */
import { effect, signal, untracked } from "@preact/signals";
import { ApiProblem, getJson } from "../../api/client";
import type { RoomTaste } from "../../api/schema";
import { remember } from "../../state/library/known_tracks";
import { slate } from "../../state/stream/slate";
import { leaveVersion, openRows } from "../map/store";

/** Null while it is not known for the open map. */
export const roomTaste = signal<RoomTaste | null>(null);

/** Keep `roomTaste` as the server has it; returns how to stop. */
export function followTaste(): () => void {
  let isAsking = false;
  let isWanted = false;
  let isOpen = true;
  const ask = async () => {
    isWanted = true;
    if (isAsking) return;
    isAsking = true;
    try {
      while (isWanted && isOpen) {
        isWanted = false;
        await askOnce();
      }
    } finally {
      isAsking = false;
    }
  };
  const end = effect(() => {
    const rows = openRows.value;
    void slate.value?.slate_id;
    untracked(() => {
      if (roomTaste.peek()?.version !== rows?.version) roomTaste.value = null;
      if (rows) void ask();
    });
  });
  return () => {
    isOpen = false;
    end();
    roomTaste.value = null;
  };
}

/** Without an answer what was known stays: the taste of a moment ago. */
async function askOnce(): Promise<void> {
  try {
    const answer = await getJson<RoomTaste>("/api/v1/map/taste");
    const rows = openRows.peek();
    if (!rows) return;
    if (answer.version !== rows.version) {
      leaveVersion(rows.version);
      return;
    }
    for (const { row, track } of answer.centres) if (row !== null) rows.put(row, track);
    remember(answer.centres.map(({ track }) => track));
    roomTaste.value = answer;
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
  }
}
