// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { RowTracks } from "../../src/room/map/row_tracks";
import type { OpenMap } from "../../src/room/map/store";
import { openMap } from "../../src/room/map/store";
import { isInside, rowsInside } from "../../src/room/selecting/lasso";
import {
  addRows,
  clearSelection,
  followSelection,
  isSelecting,
  selectedRows,
  selectionWords,
  stepBack,
  toggleRow,
  toggleSelecting,
} from "../../src/room/selecting/selected";
import { SELECTION_LIMIT } from "../../src/rules/selection";
import { notices, takeBackLast } from "../../src/state/notices";
import { likeAll, liked } from "../../src/state/stream/taste";

const SQUARE = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];

let end: () => void = () => undefined;

afterEach(() => {
  end();
  end = () => undefined;
  clearSelection();
  isSelecting.value = false;
  openMap.value = null;
  vi.unstubAllGlobals();
});

describe("a line drawn around tracks", () => {
  it("has inside what it goes around, and outside what it only comes near", () => {
    expect(isInside(SQUARE, 5, 5)).toBe(true);
    expect(isInside(SQUARE, 11, 5)).toBe(false);
    const bay = [...SQUARE.slice(0, 3), { x: 5, y: 2 }, { x: 0, y: 10 }];
    expect(isInside(bay, 5, 8)).toBe(false);
    expect(isInside(bay, 1, 5)).toBe(true);
  });

  it("takes the rows that are seen inside, and none that are behind the eye", () => {
    const points = [{ x: 5, y: 5 }, null, { x: 50, y: 5 }, { x: 9, y: 1 }];
    expect(rowsInside(SQUARE, 4, (row) => points[row] ?? null)).toEqual([0, 3]);
    expect(rowsInside(SQUARE.slice(0, 2), 4, () => ({ x: 5, y: 0 }))).toEqual([]);
  });
});

describe("a selection", () => {
  it("grows and shrinks, and says how many there are", () => {
    toggleRow(7);
    addRows([3, 7, 9]);
    expect([...selectedRows.value]).toEqual([7, 3, 9]);
    expect(selectionWords.value).toBe("3 tracks selected");
    toggleRow(3);
    expect([...selectedRows.value]).toEqual([7, 9]);
  });

  it("takes no more than a list does, and says what was left out", () => {
    addRows(Array.from({ length: SELECTION_LIMIT + 20 }, (_, row) => row));
    expect(selectedRows.value.size).toBe(SELECTION_LIMIT);
    expect(selectionWords.value).toContain("of 520 inside no more fit");
  });

  it("ends step by step: the tracks first, then the mode", () => {
    toggleSelecting();
    toggleRow(1);
    expect([stepBack(), selectedRows.value.size, isSelecting.value]).toEqual([true, 0, true]);
    expect([stepBack(), isSelecting.value]).toEqual([true, false]);
    expect(stepBack()).toBe(false);
  });

  it("keeps its tracks when another map has other rows for them", async () => {
    const mapOf = (version: string): OpenMap => ({ map: {}, rows: new RowTracks(version, () => undefined) }) as OpenMap;
    const rowsOf: Readonly<Record<string, number | null>> = { t1: 8, t2: null };
    vi.stubGlobal("fetch", (path: string) => {
      const url = new URL(path, "http://here");
      const ids = url.searchParams.get("track_ids")?.split(",") ?? [];
      const items = ids.map((id) => ({ track_id: id, row: rowsOf[id] }));
      return Promise.resolve(new Response(JSON.stringify({ items })));
    });
    const first = mapOf("v1");
    for (const row of [1, 2]) first.rows.put(row, { track_id: `t${row}` } as never);
    openMap.value = first;
    end = followSelection();
    addRows([1, 2]);
    openMap.value = mapOf("v2");
    await vi.waitFor(() => expect([...selectedRows.value]).toEqual([8]));
  });
});

describe("several tracks", () => {
  it("are liked at once, and that is taken back at once", () => {
    const tracks = ["a", "b"].map((track_id) => ({ track_id, title: track_id }) as never);
    likeAll([tracks[0] as never]);
    likeAll(tracks);
    expect([...liked.value]).toEqual(["a", "b"]);
    expect(notices.value.at(-1)?.words).toBe("1 track liked.");
    takeBackLast();
    expect([...liked.value]).toEqual(["a"]);
  });
});
