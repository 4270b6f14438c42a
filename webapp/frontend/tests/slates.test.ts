import { describe, expect, it } from "vitest";
import type { Slate } from "../src/api/records";
import { changeBetween, contributionsOf, isNewer, mayShow, nextPick, withRefused } from "../src/rules/slates";

const pick = (id: string) => ({ track_id: id, score: 1, source: "taste", reason: "", contributions: {} });
const slate = (ids: string, at = 0): Slate => ({
  slate_id: `${ids}${at}`,
  listener_id: "l",
  picks: [...ids].map(pick),
  model_version: "v",
  made_at: new Date(at).toISOString(),
  caused_by: "",
  because: "",
  shared: "",
  message: "",
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
    const isA = (id: string) => id === "a";
    expect(nextPick(slate("abc"), isA, new Set(["b"]))?.track_id).toBe("c");
    expect(nextPick(slate("ab"), isA, new Set(["b"]))?.track_id).toBe("b");
    expect(nextPick(slate("a"), isA, new Set())).toBeNull();
    expect(nextPick(null, isA, new Set())).toBeNull();
  });

  it("keeps what was just refused in its place while the rest changes", () => {
    const held = new Map([["b", { pick: pick("b"), at: 1 }]]);
    const isB = (id: string) => id === "b";
    const ids = (next: string) => withRefused(slate(next).picks, held, isB).map((each) => each.track_id);
    expect(ids("abc")).toEqual(["a", "b", "c"]);
    expect(ids("xyz")).toEqual(["x", "b", "y", "z"]);
    expect(ids("")).toEqual(["b"]);
    expect(withRefused(slate("abc").picks, new Map(), isB).map((each) => each.track_id)).toEqual(["a", "c"]);
  });

  it("orders contributions by their weight and says them as shares", () => {
    const parts = contributionsOf({ ...pick("a"), contributions: { taste: 0.2, skipped: -0.8, fresh: 0 } });
    expect(parts.map((part) => [part.name, part.isAgainst, part.share])).toEqual([
      ["skipped", true, 0.8],
      ["taste", false, 0.2],
    ]);
    expect(contributionsOf(pick("a"))).toEqual([]);
  });
});
