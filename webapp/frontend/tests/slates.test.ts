import { describe, expect, it } from "vitest";
import type { Slate } from "../src/api/records";
import { changeBetween, contributionsOf, isNewer, mayShow, nextPick } from "../src/rules/slates";

const pick = (id: string) => ({ track_id: id, score: 1, source: "taste", reason: "" });
const slate = (ids: string, at = 0): Slate => ({
  slate_id: `${ids}${at}`,
  picks: [...ids].map(pick),
  model_version: "v",
  made_at: new Date(at).toISOString(),
});

describe("slates", () => {
  it("tells kept, new and dropped picks apart", () => {
    const change = changeBetween(slate("abc").picks, slate("cad").picks);
    expect(change).toEqual({ kept: ["c", "a"], added: ["d"], dropped: ["b"] });
  });

  it("waits while a pick is pointed at, but never with nothing on show", () => {
    expect(mayShow(slate("abc"), true)).toBe(false);
    expect(mayShow(slate("abc"), false)).toBe(true);
    expect(mayShow(null, true)).toBe(true);
    expect(mayShow(slate(""), true)).toBe(true);
  });

  it("never goes back to an older slate, nor shows the same twice", () => {
    expect(isNewer(slate("a", 2000), slate("b", 1000))).toBe(false);
    expect(isNewer(slate("a", 1000), slate("b", 2000))).toBe(true);
    expect(isNewer(slate("a", 1000), slate("a", 1000))).toBe(false);
    expect(isNewer(null, slate("a", 1000))).toBe(true);
  });

  it("plays the first pick that is neither refused nor just played", () => {
    expect(nextPick(slate("abc"), new Set(["a"]), new Set(["b"]))?.track_id).toBe("c");
    expect(nextPick(slate("ab"), new Set(["a"]), new Set(["b"]))?.track_id).toBe("b");
    expect(nextPick(slate("a"), new Set(["a"]), new Set())).toBeNull();
    expect(nextPick(null, new Set(), new Set())).toBeNull();
  });

  it("orders contributions by their weight and scales them to the largest", () => {
    const parts = contributionsOf({ ...pick("a"), contributions: { taste: 0.2, skipped: -0.8, fresh: 0 } });
    expect(parts.map((part) => [part.name, part.length])).toEqual([
      ["skipped", 1],
      ["taste", 0.25],
    ]);
    expect(contributionsOf(pick("a"))).toEqual([]);
  });
});
