import { describe, expect, it, vi } from "vitest";
import { PadMoves, type PadState } from "../../src/room/moving/pad_moves";
import { eyeOf, OVERVIEW, type Viewpoint } from "../../src/room/moving/viewpoint";

const pad = (axes: readonly number[], pressed: readonly number[] = [], triggers: readonly [number, number] = [0, 0]) =>
  ({
    mapping: "standard",
    axes,
    buttons: Array.from({ length: 17 }, (_, at) => ({
      pressed: pressed.includes(at),
      value: at === 6 ? triggers[0] : at === 7 ? triggers[1] : pressed.includes(at) ? 1 : 0,
    })),
  }) satisfies PadState;

const AHEAD: Viewpoint = { ...OVERVIEW, yaw: 0, pitch: 0, distance: 1 };
const nothing = () => undefined;

function moved(state: PadState): Viewpoint {
  const view = { ...AHEAD };
  const moves = new PadMoves();
  moves.read(state, nothing);
  moves.move(view, 0.1);
  return view;
}

describe("a gamepad", () => {
  it("walks ahead and to the side with the left stick, and up and down with the triggers", () => {
    expect(moved(pad([0, -1, 0, 0])).z).toBeLessThan(0);
    expect(moved(pad([1, 0, 0, 0])).x).toBeGreaterThan(0);
    expect(moved(pad([0, 0, 0, 0], [], [0, 1])).y).toBeGreaterThan(AHEAD.y);
    expect(moved(pad([0, 0, 0, 0], [], [1, 0])).y).toBeLessThan(AHEAD.y);
  });

  it("turns the head with the right stick, and the eye stays where it is", () => {
    const view = moved(pad([0, 0, 1, 0]));
    expect(view.yaw).toBeLessThan(0);
    const [before, after] = [eyeOf(AHEAD, { x: 0, y: 0, z: 0 }), eyeOf(view, { x: 0, y: 0, z: 0 })];
    for (const axis of ["x", "y", "z"] as const) expect(after[axis]).toBeCloseTo(before[axis]);
    // What was ahead is to the left when one has turned to the right.
    expect(view.x).toBeGreaterThan(AHEAD.x);
  });

  it("stands still with sticks that are not quite in the middle, and when nobody holds it any more", () => {
    const moves = new PadMoves();
    moves.read(pad([0.1, -0.12, 0.05, 0.15]), nothing);
    expect(moves.isAny).toBe(false);
    moves.read(pad([1, 0, 0, 0]), nothing);
    expect(moves.isAny).toBe(true);
    moves.release();
    expect(moves.isAny).toBe(false);
  });

  it("acts once for each press of a button", () => {
    const act = vi.fn();
    const moves = new PadMoves();
    moves.read(pad([0, 0, 0, 0], [0]), act);
    moves.read(pad([0, 0, 0, 0], [0, 5]), act);
    moves.read(pad([0, 0, 0, 0]), act);
    moves.read(pad([0, 0, 0, 0], [0, 1, 4]), act);
    expect(act.mock.calls.flat()).toEqual(["choose", "next", "choose", "back", "next"]);
  });

  it("is left alone where its layout is not known", () => {
    const act = vi.fn();
    const moves = new PadMoves();
    moves.read({ ...pad([1, 1, 1, 1], [0]), mapping: "" }, act);
    expect(moves.isAny).toBe(false);
    expect(act).not.toHaveBeenCalled();
  });
});
