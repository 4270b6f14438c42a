import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forget, hold, letGo, notices, notify, notifyUndoable, takeBackLast, UNDO_MS } from "../src/state/notices";

const words = () => notices.value.map((notice) => notice.words);

describe("notices", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    for (const { id } of notices.value) forget(id);
    vi.useRealTimers();
  });

  it("can be taken back for ten seconds, and not longer", () => {
    notifyUndoable("gone", () => undefined);
    vi.advanceTimersByTime(UNDO_MS - 1);
    expect(words()).toEqual(["gone"]);
    vi.advanceTimersByTime(1);
    expect(words()).toEqual([]);
  });

  it("stay while somebody is at them, and for what was left afterwards", () => {
    notifyUndoable("gone", () => undefined);
    vi.advanceTimersByTime(4_000);
    hold();
    vi.advanceTimersByTime(60_000);
    expect(words()).toEqual(["gone"]);
    letGo();
    vi.advanceTimersByTime(5_999);
    expect(words()).toEqual(["gone"]);
    vi.advanceTimersByTime(1);
    expect(words()).toEqual([]);
  });

  it("that come while others are held are held as well", () => {
    notify("first");
    hold();
    notify("second");
    vi.advanceTimersByTime(60_000);
    expect(words()).toEqual(["first", "second"]);
    letGo();
    vi.advanceTimersByTime(60_000);
    expect(words()).toEqual([]);
  });

  it("give back the last act first, each once", () => {
    const back: string[] = [];
    notifyUndoable("one", () => back.push("one"));
    notifyUndoable("two", () => back.push("two"));
    notify("three");
    expect([takeBackLast(), takeBackLast(), takeBackLast()]).toEqual([true, true, false]);
    expect(back).toEqual(["two", "one"]);
    expect(words()).toEqual(["three"]);
  });

  it("are three at most, and what made room is not taken back by its timer later", () => {
    for (const each of ["one", "two", "three", "four"]) notifyUndoable(each, () => undefined);
    expect(words()).toEqual(["two", "three", "four"]);
  });
});
