import { describe, expect, it } from "vitest";
import { eveningOf, MIN_PAUSE_MS, started } from "../src/rules/playing/evening";
import { EMPTY_QUEUE, type Queue } from "../src/rules/playing/queue";

const HOUR_MS = 3_600_000;
const NOW_MS = 100 * HOUR_MS;

/** A queue of what began so many hours ago, the last of which plays; null: nobody knows when. */
function queueOf(hoursAgo: readonly (number | null)[], after = 0): Queue {
  const entries = hoursAgo.map((hours, at) => ({
    key: `${at}`,
    trackId: `t${at}`,
    source: "album",
    ...(hours !== null && { startedAt_ms: NOW_MS - hours * HOUR_MS }),
  }));
  const coming = Array.from({ length: after }, (_, at) => ({ key: `c${at}`, trackId: `c${at}`, source: "album" }));
  return { entries: [...entries, ...coming], index: hoursAgo.length - 1 };
}

const ids = (queue: Queue) => eveningOf(queue, NOW_MS).map(({ trackId }) => trackId);

describe("the evening so far", () => {
  it("begins after the last long pause, and ends with what plays", () => {
    expect(ids(queueOf([30, 9, 4.5, 3, 0.1], 3))).toEqual(["t2", "t3", "t4"]);
    expect(ids(queueOf([12, 8, 4.1, 0.2]))).toEqual(["t1", "t2", "t3"]);
    expect(MIN_PAUSE_MS).toBe(4 * HOUR_MS);
  });

  it("is what waits to be played where that began before a long pause, and nothing where nothing plays", () => {
    expect(ids(queueOf([4.4, 4.2, 4]))).toEqual(["t2"]);
    expect(ids(EMPTY_QUEUE)).toEqual([]);
  });

  it("does not reach what was played at a time that is not known", () => {
    expect(ids(queueOf([0.4, null, 0.2, 0.1]))).toEqual(["t2", "t3"]);
    expect(ids(queueOf([0.4, null]))).toEqual(["t1"]);
  });

  it("knows when what plays began", () => {
    const queue = started(queueOf([null, null], 1), NOW_MS);
    expect(queue.entries.map(({ startedAt_ms }) => startedAt_ms)).toEqual([undefined, NOW_MS, undefined]);
    expect(started(EMPTY_QUEUE, NOW_MS)).toBe(EMPTY_QUEUE);
  });
});
