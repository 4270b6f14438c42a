import { afterEach, describe, expect, it, vi } from "vitest";
import { type FlatActs, takeFlatHands } from "../../src/room/flat/flat_hands";
import { flatPlaces } from "../../src/room/flat/flat_places";
import { readMap } from "../../src/room/map/read_map";
import { axesOf } from "../../src/room/scene/arranging";
import { selectedRows } from "../../src/room/selecting/selected";
import { writeMap } from "../made_map";

let end: () => void = () => undefined;
afterEach(() => end());

function openFlat() {
  const hands = document.createElement("div");
  hands.setPointerCapture = () => undefined;
  const view = { x: 0, z: 0, scale: 200 };
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
    expect(view).toEqual({ x: -0.25, z: 0, scale: 200 });
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
