// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followRunning, isRunning, run, slideTo } from "../../src/room/analyst/weeks/running";
import { forgetWeeks, loadWeeks, settledWeek, weekAt, weekName } from "../../src/room/analyst/weeks/store";
import { readMap } from "../../src/room/map/read_map";
import { RowTracks } from "../../src/room/map/row_tracks";
import { openMap } from "../../src/room/map/store";
import { go, place } from "../../src/state/router";
import { writeMap } from "../made_map";
import { writeWeeks } from "./made_weeks";

let end: () => void = () => undefined;
let isPhone = false;

beforeEach(async () => {
  isPhone = false;
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes("width") && isPhone }));
  vi.stubGlobal("fetch", async () => new Response(writeWeeks([[[0, 1]], [[0, 2]], [[0, 3]], [[0, 4]]])));
  const map = readMap(writeMap({ places: [[0, 0, 0]], columns: [] }));
  openMap.value = { map, rows: new RowTracks("v1", () => undefined) };
  go("/room?week=2025-12-22");
  await loadWeeks("v1");
  vi.useFakeTimers();
  end = followRunning();
});

afterEach(() => {
  end();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  forgetWeeks();
  openMap.value = null;
  go("/room");
});

describe("weeks that run", () => {
  it("are those of the address again where they are closed, and the table keeps to that all the while", () => {
    run();
    vi.advanceTimersByTime(1_500);
    expect([weekAt.value, settledWeek.value]).toEqual([2, "2025-12-22"]);
    end();
    expect([weekAt.value, weekName.value]).toEqual([0, "2025-12-22"]);
    go("/room?week=2026-01-05");
    expect([weekAt.value, settledWeek.value]).toEqual([2, "2026-01-05"]);
    slideTo(1);
    expect([weekAt.value, settledWeek.value]).toEqual([1, "2026-01-05"]);
  });

  it("pause where the panel of a track lies over their pause: on a phone", () => {
    run();
    go("/room?week=2025-12-22&at=t1");
    vi.advanceTimersByTime(800);
    expect([isRunning.value, weekAt.value]).toEqual([true, 1]);
    isPhone = true;
    vi.advanceTimersByTime(800);
    expect([isRunning.value, weekAt.value]).toEqual([false, 1]);
    expect(place.value.query.toString()).toBe("week=2025-12-29&at=t1");
  });
});
