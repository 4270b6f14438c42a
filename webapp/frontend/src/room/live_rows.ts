/** Rows of what is alive: what plays, the picks after it, and the way of this evening. */
import { signal } from "@preact/signals";
import { eveningOf } from "../rules/playing/evening";
import { playing, queue } from "../state/player/queue";
import { shownPicks } from "../state/stream/slate";
import { followRows } from "./follow_rows";

export interface LiveRows {
  readonly playing: number | null;
  /** Best first; picks that are not in the map are left out. */
  readonly picks: readonly number[];
  /** What was played since the last long pause, oldest first, up to what plays. */
  readonly trail: readonly number[];
}

const NOTHING: LiveRows = { playing: null, picks: [], trail: [] };
const MAX_TRAIL = 50;

export const liveRows = signal<LiveRows>(NOTHING);

/** Follow what plays and what comes next, from the signals that "Next for you" shows; returns how to stop. */
export function followLive(): () => void {
  return followRows(
    () => {
      const now = playing.value?.trackId;
      const picks = shownPicks.value.map((pick) => pick.track_id);
      const trail = eveningOf(queue.value, Date.now())
        .slice(-MAX_TRAIL)
        .map((entry) => entry.trackId);
      return [...(now ? [now] : []), ...picks, ...trail];
    },
    (found) => {
      if (found.length === 0) {
        liveRows.value = NOTHING;
        return;
      }
      const first = playing.peek() ? 1 : 0;
      const picks = first + shownPicks.peek().length;
      const isRow = (row: number | null): row is number => row !== null;
      liveRows.value = {
        playing: first ? (found[0] ?? null) : null,
        picks: found.slice(first, picks).filter(isRow),
        trail: found.slice(picks).filter(isRow),
      };
    },
  );
}
