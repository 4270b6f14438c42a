import { describe, expect, it } from "vitest";
import { partsByChance } from "../src/rules/long_lists";
import * as queues from "../src/rules/playing/queue";
import { nextRepeating } from "../src/rules/playing/repeating";
import { isOver, minutesLeft, sleepIn } from "../src/rules/playing/sleeping";
import { checkedSpeeds, sortOf, stepped } from "../src/rules/playing/speeds";

const entry = (name: string): queues.QueueEntry => ({ key: name, trackId: name, source: "test" });
const queue = (names: string, index: number): queues.Queue => ({ entries: [...names].map(entry), index });
const names = (q: queues.Queue | undefined): string => q?.entries.map((each) => each.key).join("") ?? "";

describe("the order of the queue", () => {
  it("changes only what comes and was not queued by hand", () => {
    const mixed = queues.insertAt(queue("abcd", 0), 2, [{ ...entry("x"), isQueued: true }]);
    expect(names(queues.rearrange(mixed, (entries) => entries.toReversed()))).toBe("adxcb");
  });

  it("comes back: what stood behind the playing one first, then what stood before it", () => {
    const shuffled = queue("cadbe", 0);
    const plain = queues.rearrange(shuffled, (entries) => queues.inOrder(entries, [..."abcde"], "c"));
    expect(names(plain)).toBe("cdeab");
  });

  it("leaves what came in meanwhile at the end", () => {
    expect(queues.inOrder([..."xba"].map(entry), [..."ab"], undefined).map((each) => each.key)).toEqual([..."abx"]);
  });
});

describe("beginning again", () => {
  it("starts at the entry where the round began, else at the first", () => {
    expect(queues.startOver(queue("abcd", 3), "c")?.index).toBe(2);
    expect(queues.startOver(queue("abcd", 3), "gone")?.index).toBe(0);
    expect(queues.startOver(queues.EMPTY_QUEUE)).toBeUndefined();
  });

  it("does not forget the beginning of a long round", () => {
    const long = { entries: Array.from({ length: 120 }, (_, at) => entry(`t${at}`)), index: 100 };
    expect(queues.step(long, 1, "t2")?.entries[0]?.key).toBe("t2");
    expect(queues.step(long, 1)?.entries[0]?.key).toBe("t51");
  });

  it("goes from all to one to off", () => {
    expect([nextRepeating("off"), nextRepeating("all"), nextRepeating("one")]).toEqual(["all", "one", "off"]);
  });
});

it("plays what was chosen also when the queue is full", () => {
  const full = { entries: Array.from({ length: queues.QUEUE_LIMIT }, (_, at) => entry(`t${at}`)), index: 0 };
  expect(queues.current(queues.playNow(full, [entry("x")]))?.key).toBe("x");
  const atEnd = { ...full, index: queues.QUEUE_LIMIT - 1 };
  expect(queues.current(queues.playNow(atEnd, [entry("x")], "t0"))?.key).toBe("x");
});

describe("the sleep timer", () => {
  const NOW_MS = 1_000_000;

  it("tells whole minutes until it is over", () => {
    const sleep = sleepIn(15, NOW_MS);
    expect(minutesLeft(sleep, NOW_MS)).toBe(15);
    expect(minutesLeft(sleep, NOW_MS + 14 * 60_000 + 59_000)).toBe(1);
    expect(isOver(sleep, NOW_MS + 15 * 60_000 - 1)).toBe(false);
    expect(isOver(sleep, NOW_MS + 15 * 60_000)).toBe(true);
  });

  it("knows no moment for the end of the track", () => {
    expect([minutesLeft({ kind: "track" }, NOW_MS), isOver({ kind: "track" }, NOW_MS)]).toEqual([null, false]);
    expect([minutesLeft(null, NOW_MS), isOver(null, NOW_MS)]).toEqual([null, false]);
  });
});

describe("speeds", () => {
  it("hears by the genre what is spoken", () => {
    expect(["Audiobook", "Hörbuch", "podcast / news", "Spoken Word"].map((genre) => sortOf([genre]))).toEqual(
      Array(4).fill("spoken"),
    );
    expect(sortOf(["Speedcore", "Spoonful", "Rock"])).toBe("music");
    expect(sortOf([])).toBe("music");
  });

  it("steps between 0.75 and 2", () => {
    expect([stepped(1, 1), stepped(1, -1), stepped(0.75, -1), stepped(2, 1)]).toEqual([1.25, 0.75, 0.75, 2]);
  });

  it("takes no speed from the browser that it does not know", () => {
    expect(checkedSpeeds({ spoken: 1.5, music: 16 })).toEqual({ spoken: 1.5, music: 1 });
  });
});

describe("parts of a long list", () => {
  it("are the whole where the queue takes it", () => {
    expect(partsByChance(500, 500, 50, Math.random)).toEqual([{ start: 0, limit: 500 }]);
  });

  it("are different ones from anywhere, the last included", () => {
    const parts = partsByChance(1020, 500, 50, () => 0.999);
    expect(parts[0]).toEqual({ start: 1000, limit: 50 });
    expect(new Set(parts.map((part) => part.start)).size).toBe(10);
  });
});
