import { describe, expect, it } from "vitest";
import { all, extended, moved, NO_SELECTION, only, remapped, SELECTION_LIMIT, toggled } from "../src/rules/selection";

const rows = (selection: { rows: ReadonlySet<number> }) => [...selection.rows].sort((a, b) => a - b);

describe("selection", () => {
  it("extends from the anchor in both directions", () => {
    expect(rows(extended(only(5), 8))).toEqual([5, 6, 7, 8]);
    expect(rows(extended(extended(only(5), 8), 3))).toEqual([3, 4, 5]);
  });

  it("toggles single rows", () => {
    expect(rows(toggled(toggled(only(1), 4), 1))).toEqual([4]);
  });

  it("moves by keyboard inside the list", () => {
    expect(moved(NO_SELECTION, 1, 10, false).active).toBe(0);
    expect(moved(only(9), 1, 10, false).active).toBe(9);
    expect(rows(moved(only(3), 1, 10, true))).toEqual([3, 4]);
    expect(moved(only(3), 1, 0, false)).toBe(NO_SELECTION);
  });

  it("takes all rows of a list", () => {
    expect(rows(all(3))).toEqual([0, 1, 2]);
    expect(all(0)).toBe(NO_SELECTION);
  });

  it("goes along with what was chosen when the list changes", () => {
    const chosen = extended(only(1), 2);
    const after = remapped(chosen, ["a", "b", "c", "d"], ["c", "x", "a", "b"]);
    expect(rows(after)).toEqual([0, 3]);
    expect(after.active).toBe(0);
    expect(after.anchor).toBe(3);
  });

  it("leaves the keyboard where it stood when that row is gone", () => {
    const after = remapped(only(3), ["a", "b", "c", "d"], ["a", "b"]);
    expect(rows(after)).toEqual([]);
    expect(after.active).toBe(1);
    expect(rows(extended(after, 0))).toEqual([0]);
  });

  it("never selects more than can be handled", () => {
    expect(extended(only(0), 99_999).rows.size).toBe(SELECTION_LIMIT);
  });
});
