// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { RoomTaste, RoomTasteCentre } from "../../src/api/schema";
import { RowTracks } from "../../src/room/map/row_tracks";
import { type OpenMap, openMap } from "../../src/room/map/store";
import { dimRows, followAway } from "../../src/room/taste/dim_rows";
import { drawTaste } from "../../src/room/taste/draw_taste";
import { followTaste, roomTaste } from "../../src/room/taste/taste_centres";
import { slate } from "../../src/state/stream/slate";
import { refuse } from "../../src/state/stream/taste";

const centre = (span: RoomTasteCentre["span"], weight: number, row: number | null = 1): RoomTasteCentre => ({
  span,
  row,
  track: { track_id: `${span}${weight}` } as RoomTasteCentre["track"],
  position: [0, 0, 0],
  weight,
  why: "liked",
});

const mapOf = (version: string): OpenMap => ({ map: {}, rows: new RowTracks(version, () => undefined) }) as OpenMap;

let end: () => void = () => undefined;

afterEach(() => {
  end();
  end = () => undefined;
  openMap.value = null;
  slate.value = null;
  vi.unstubAllGlobals();
});

describe("the taste in the room", () => {
  it("is asked for when the room opens and when the picks have learnt, one question at a time", async () => {
    const answers: ((taste: RoomTaste) => void)[] = [];
    vi.stubGlobal(
      "fetch",
      () =>
        new Promise<Response>((resolve) => {
          answers.push((taste) => resolve(new Response(JSON.stringify(taste))));
        }),
    );
    const tasteOf = (refused: number[]): RoomTaste => ({ version: "v1", centres: [centre("always", 1)], refused });
    openMap.value = mapOf("v1");
    end = followTaste();
    for (const slate_id of ["a", "b", "c"]) slate.value = { slate_id, picks: [] } as never;
    expect(answers.length).toBe(1);
    answers[0]?.(tasteOf([]));
    await vi.waitFor(() => expect(answers.length).toBe(2));
    expect(roomTaste.value?.refused).toEqual([]);
    answers[1]?.(tasteOf([4, 5]));
    await vi.waitFor(() => expect(roomTaste.value?.refused).toEqual([4, 5]));
    expect(answers.length).toBe(2);
    expect(openMap.value.rows.trackAt(1)?.track_id).toBe("always1");
    openMap.value = mapOf("v2");
    expect(roomTaste.value).toBe(null);
  });

  it("dims what was turned away a moment ago with what the server knows of", async () => {
    openMap.value = mapOf("v1");
    vi.spyOn(openMap.value.rows, "find").mockImplementation(async (ids) => ids.map(() => 7));
    end = followAway();
    roomTaste.value = { version: "v1", centres: [], refused: [4] };
    refuse({ track_id: "t7", title: "Seven" } as never, "track");
    await vi.waitFor(() => expect([...dimRows.value]).toEqual([7, 4]));
  });

  it("glows softer where it is weaker, and not at all where it has no place", () => {
    const add = vi.fn();
    const centres = [centre("always", 1), centre("always", 0.2), centre("evening", 1, null)];
    drawTaste({ add }, centres, [1, 1, 1], ({ row }) => (row === null ? null : [0, 0, 0]));
    const alphas = add.mock.calls.map((call) => call[3] as number);
    expect(alphas.length).toBe(2);
    expect(alphas[0]).toBeGreaterThan(alphas[1] ?? 1);
    expect(Math.max(...alphas)).toBeLessThan(0.5);
  });
});
