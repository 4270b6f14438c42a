import { describe, expect, it } from "vitest";
import * as rules from "../src/rules/playing/queue";

const entry = (name: string): rules.QueueEntry => ({ key: name, trackId: name, source: "test" });
const queue = (names: string, index: number): rules.Queue => ({ entries: [...names].map(entry), index });
const names = (q: rules.Queue): string => q.entries.map((each) => each.key).join("");

describe("queue", () => {
  it("plays at once and keeps what was queued behind it", () => {
    const next = rules.playNow(queue("abc", 0), [entry("x")]);
    expect([names(next), rules.current(next)?.key]).toEqual(["axbc", "x"]);
  });

  it("plays the first of several in an empty queue", () => {
    const next = rules.playNow(rules.EMPTY_QUEUE, [entry("a"), entry("b")]);
    expect([names(next), next.index]).toEqual(["ab", 0]);
  });

  it("replaces what was to come but remembers what was played", () => {
    expect(names(rules.playInstead(queue("abcd", 1), [entry("x"), entry("y")]))).toBe("abxy");
  });

  it("adds next and at the end without touching what plays", () => {
    expect(names(rules.playNext(queue("ab", 0), [entry("x")]))).toBe("axb");
    expect(names(rules.append(queue("ab", 0), [entry("x")]))).toBe("abx");
  });

  it("never inserts before what plays", () => {
    expect(names(rules.insertAt(queue("abc", 1), 0, [entry("x")]))).toBe("abxc");
  });

  it("removes coming and played entries, never the playing one", () => {
    expect(rules.remove(queue("abc", 1), "a")).toEqual(queue("bc", 0));
    expect(names(rules.remove(queue("abc", 1), "c"))).toBe("ab");
    expect(rules.remove(queue("abc", 1), "b")).toEqual(queue("abc", 1));
  });

  it("removes several at once, and puts them back where they stood", () => {
    const before = queue("abcdef", 0);
    const after = rules.removeAll(before, ["b", "a", "e"]);
    expect(names(after)).toBe("acdf");
    expect(names(rules.putBack(after, rules.removedBetween(before, after)))).toBe("abcdef");
  });

  it("moves several together, in the order they are in, never before what plays", () => {
    expect(names(rules.moveAll(queue("abcdef", 0), ["e", "c"], 2))).toBe("abcedf");
    expect(names(rules.moveAll(queue("abcdef", 0), ["b", "c"], 5))).toBe("adebcf");
    expect(names(rules.moveAll(queue("abcdef", 1), ["e", "a"], 0))).toBe("abecdf");
    expect(names(rules.moveAll(queue("abc", 0), ["b"], 99))).toBe("acb");
  });

  it("moves several one up or down, closing the gaps between them", () => {
    expect(names(rules.moveBy(queue("abcdef", 0), ["d", "f"], -1))).toBe("abdfce");
    expect(names(rules.moveBy(queue("abcdef", 0), ["b", "c"], 1))).toBe("adbcef");
    expect(names(rules.moveBy(queue("abc", 0), ["b"], -1))).toBe("abc");
    expect(names(rules.moveBy(queue("abc", 0), ["c"], 1))).toBe("abc");
  });

  it("moves entries only among what is to come", () => {
    expect(names(rules.move(queue("abcd", 0), "d", 1))).toBe("adbc");
    expect(names(rules.move(queue("abcd", 0), "d", 0))).toBe("adbc");
    expect(names(rules.move(queue("abcd", 0), "b", 9))).toBe("acdb");
    expect(names(rules.move(queue("abcd", 1), "a", 3))).toBe("abcd");
  });

  it("steps to both sides and stops at the ends", () => {
    expect(rules.step(queue("ab", 0), 1)?.index).toBe(1);
    expect(rules.step(queue("ab", 1), 1)).toBeUndefined();
    expect(rules.step(queue("ab", 0), -1)).toBeUndefined();
  });

  it("clears what is to come", () => {
    expect(names(rules.clearUpcoming(queue("abc", 0)))).toBe("a");
  });

  it("puts removed entries back to where they stood from what plays now", () => {
    const removed = rules.removedBetween(queue("abcde", 0), rules.remove(queue("abcde", 0), "c"));
    expect(names(rules.putBack(queue("abde", 0), removed))).toBe("abcde");
    expect(names(rules.putBack(queue("abde", 1), removed))).toBe("abdce");
    const all = rules.removedBetween(queue("abcd", 1), rules.clearUpcoming(queue("abcd", 1)));
    expect(names(rules.putBack(queue("abx", 1), all))).toBe("abcdx");
  });

  it("forgets what was played long ago and never grows above its limit", () => {
    const long = { entries: Array.from({ length: 80 }, (_, at) => entry(`t${at}`)), index: 78 };
    const next = rules.step(long, 1);
    expect([next?.index, next && rules.current(next)?.key]).toEqual([rules.PAST_KEPT, "t79"]);
    const many = Array.from({ length: 900 }, (_, at) => entry(`m${at}`));
    expect(rules.append(rules.EMPTY_QUEUE, many).entries).toHaveLength(rules.QUEUE_LIMIT);
    expect(rules.playInstead(long, many).entries.length).toBeLessThanOrEqual(rules.QUEUE_LIMIT);
  });
});
