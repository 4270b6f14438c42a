// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Track } from "../src/api/records";
import { notices } from "../src/state/notices";
import { type Whole, withFirst } from "../src/state/player/long_lists";

const list = (total: number, asked: number[] = []): Whole => ({
  fetch: async ({ start, limit }) => {
    asked.push(start);
    const n = Math.max(0, Math.min(limit, total - start));
    return { items: Array.from({ length: n }, (_, at) => ({ track_id: String(start + at) }) as Track), total };
  },
});

describe("a list as a whole", () => {
  afterEach(() => {
    notices.value = [];
  });

  it("is fetched page by page, each track once and in order", async () => {
    const asked: number[] = [];
    const act = vi.fn();
    await withFirst(list(1_200, asked), 10_000, act);
    expect(asked).toEqual([0, 500, 1_000]);
    expect(act.mock.calls[0]?.[0].map((track: Track) => track.track_id)).toEqual(
      Array.from({ length: 1_200 }, (_, at) => String(at)),
    );
    expect(notices.value).toEqual([]);
  });

  it("says so when only a part of it is taken", async () => {
    const act = vi.fn();
    await withFirst(list(1_200), 600, act);
    expect(act.mock.calls[0]?.[0]).toHaveLength(600);
    expect(notices.value[0]?.words).toBe("Only the first 600 of 1,200 tracks were taken.");
  });

  it("does nothing with nothing", async () => {
    const act = vi.fn();
    await withFirst(list(0), 10, act);
    expect(act).not.toHaveBeenCalled();
  });

  it("that became shorter meanwhile is taken as it is", async () => {
    const act = vi.fn();
    const shrinking: Whole = {
      fetch: async ({ start }) => ({ items: start === 0 ? [{ track_id: "0" } as Track] : [], total: 3 }),
    };
    await withFirst(shrinking, 10, act);
    expect(act.mock.calls[0]?.[0]).toHaveLength(1);
  });
});
