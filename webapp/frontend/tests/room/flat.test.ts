// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { type FlatView, xOf, yOf } from "../../src/room/flat/draw_flat";
import { type FlatActs, takeFlatHands } from "../../src/room/flat/flat_hands";
import { flatPlaces } from "../../src/room/flat/flat_places";
import { rowUnder } from "../../src/room/flat/row_under";
import { readMap } from "../../src/room/map/read_map";
import { axesOf } from "../../src/room/scene/arranging";
import { selectedRows } from "../../src/room/selecting/selected";
import { writeMap } from "../made_map";

const NEW_VIEW: FlatView = { x: 0, z: 0, scale: 200, left: 0, right: 0, below: 0 };

let end: () => void = () => undefined;
afterEach(() => end());

function openFlat() {
  const hands = document.createElement("div");
  hands.setPointerCapture = () => undefined;
  const view = { ...NEW_VIEW };
  const rowUnder = vi.fn(() => -1);
  const rowsWithin = vi.fn((_line: unknown) => [4, 5]);
  const acts: FlatActs = { change: (act) => act(), rowUnder, rowsWithin, showAll: vi.fn(), goToRow: vi.fn() };
  end = takeFlatHands(hands, view, acts);
  const send = (kind: string, more: object) => hands.dispatchEvent(Object.assign(new Event(kind), more));
  const finger = (kind: string, pointerId: number, offsetX: number, more: object = {}) =>
    send(kind, { pointerId, offsetX, offsetY: 0, ...more });
  return { view, rowUnder, rowsWithin, acts, send, finger };
}

describe("hands on the flat map", () => {
  it("come nearer with two fingers that part, and open nothing then", () => {
    const { view, rowUnder, finger } = openFlat();
    finger("pointerdown", 1, 0);
    finger("pointerdown", 2, 100);
    finger("pointermove", 2, 200);
    expect(view.scale).toBeCloseTo(400);
    finger("pointerup", 2, 200);
    finger("pointerup", 1, 0);
    expect(rowUnder).not.toHaveBeenCalled();
  });

  it("move with one finger by what it moves", () => {
    const { view, finger } = openFlat();
    finger("pointerdown", 1, 0);
    finger("pointermove", 1, 50);
    expect(view).toEqual({ ...NEW_VIEW, x: -0.25 });
    finger("pointerup", 1, 50);
  });

  it("select with Shift: what is pressed, and what is drawn around, while nothing moves", () => {
    const { view, rowUnder, rowsWithin, finger, send } = openFlat();
    rowUnder.mockReturnValue(3);
    finger("pointerdown", 1, 0, { shiftKey: true });
    finger("pointerup", 1, 0, { shiftKey: true });
    expect([...selectedRows.value]).toEqual([3]);
    finger("pointerdown", 2, 0, { shiftKey: true });
    finger("pointermove", 2, 50, { shiftKey: true });
    finger("pointerup", 2, 50, { shiftKey: true });
    expect(rowsWithin.mock.calls[0]?.[0]).toEqual([
      { x: 0, y: 0 },
      { x: 50, y: 0 },
    ]);
    expect([...selectedRows.value]).toEqual([3, 4, 5]);
    expect(view.x).toBe(0);
    send("keydown", { key: "Escape" });
    expect(selectedRows.value.size).toBe(0);
  });

  it("show the whole room again by a key", () => {
    const { acts, send } = openFlat();
    send("keydown", { key: "Home" });
    expect(acts.showAll).toHaveBeenCalledOnce();
  });
});

describe("nodes on the flat map", () => {
  const size = { width: 400, height: 300 };
  // 3.2 pixels and 7.4 pixels wide around their middles, 20 pixels apart.
  const places = Float32Array.of(0, 0, 0, 0.1, 0, 0);
  const at = (sizes: Uint8Array | null, x: number) => rowUnder({ places, sizes }, NEW_VIEW, size, 200 + x, 150);

  it("are met at their edge, however large they are, and a small one before a large one beside it", () => {
    expect([at(null, -11), at(null, -12), at(null, 9), at(null, 11)]).toEqual([0, -1, 0, 1]);
    const sizes = Uint8Array.of(230, 100);
    expect([at(sizes, -15), at(sizes, -16), at(sizes, 11), at(sizes, 13)]).toEqual([0, -1, 0, 1]);
    const beside = (x: number) =>
      rowUnder({ places: Float32Array.of(0, 0, 0, 0.03, 0, 0), sizes }, NEW_VIEW, size, x, 150);
    expect([beside(200), beside(206)]).toEqual([0, 1]);
  });

  it("stand around the middle of what no panel lies over", () => {
    const view = { ...NEW_VIEW, x: 0.5, z: 0.5, right: 100, below: 60 };
    expect([xOf(view, 400, 0.5), yOf(view, 300, 0.5)]).toEqual([150, 120]);
    expect(xOf({ ...view, scale: 400 }, 400, 0.5)).toBe(150);
    expect(xOf({ ...view, left: 60 }, 400, 0.5)).toBe(180);
  });
});

describe("places on the flat map", () => {
  const column = (name: string, bytes: readonly number[]) =>
    ({ name, unit: "", scale: "linear", low: 0, high: 1, categories: [], origin: "measured", bytes }) as const;
  const places = [
    [0, 0, 0],
    [9, 9, 9],
  ];
  const mapOf = () => readMap(writeMap({ places, columns: [column("a", [0, 254]), column("b", [9, 9])] }));

  it("are worked out once for a map and its axes, and anew for others", () => {
    const map = mapOf();
    const one = flatPlaces(map, axesOf(map, ["a", "b", "a"]));
    expect(flatPlaces({ ...map }, axesOf(map, ["a", "b", "a"]))).toBe(one);
    expect(flatPlaces(map, axesOf(map, ["b", "b", "a"]))).not.toBe(one);
    expect(flatPlaces(map, null)).toBe(map.places);
    const own = new Map([[1, [0.5, 0, -0.5] as const]]);
    expect([...flatPlaces(map, null, own).slice(3)]).toEqual([0.5, 0, -0.5]);
    expect([...map.places.slice(3)]).not.toEqual([0.5, 0, -0.5]);
    const other = mapOf();
    expect(flatPlaces(other, axesOf(other, ["a", "b", "a"]))).not.toBe(one);
  });
});
