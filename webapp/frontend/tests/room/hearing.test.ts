import { Matrix4, Object3D } from "three";
import { describe, expect, it } from "vitest";
import { hear, keepSpeakers, MUSIC, NEIGHBOUR, newHeard } from "../../src/room/sound/hearing";

/** From the room to a head at a place that looks to another. */
function headAt(x: number, y: number, z: number, to: readonly [number, number, number]): ArrayLike<number> {
  const head = new Object3D();
  head.position.set(x, y, z);
  // An object looks along its z, a head along -z.
  head.lookAt(2 * x - to[0], 2 * y - to[1], 2 * z - to[2]);
  head.updateMatrixWorld();
  return new Matrix4().copy(head.matrixWorld).invert().elements;
}

const ahead = headAt(0, 0, 0, [0, 0, -1]);

describe("what is heard of a place", () => {
  it("comes from its side of the head", () => {
    expect(hear(ahead, [1, 0, 0], MUSIC, newHeard()).x).toBeCloseTo(1);
    expect(hear(ahead, [0, 0, -1], MUSIC, newHeard()).z).toBeCloseTo(-1);
    expect(hear(ahead, [0, 2, 0], MUSIC, newHeard()).y).toBeCloseTo(1);
    // The head turns to the left: what was ahead is to the right of it.
    expect(hear(headAt(0, 0, 0, [-1, 0, 0]), [0, 0, -1], MUSIC, newHeard()).x).toBeCloseTo(1);
    // One has walked past it.
    expect(hear(headAt(0, 0, -2, [0, 0, -3]), [0, 0, -1], MUSIC, newHeard()).z).toBeCloseTo(1);
  });

  it("is in the head where one stands in it, and goes to its side without a jump", () => {
    const heard = { ...hear(ahead, [0, 0, 0], MUSIC, newHeard()) };
    expect([heard.x, heard.y, heard.z, heard.gain]).toEqual([0, 0, -1, 1]);
    const near = hear(ahead, [0.001, 0, 0], MUSIC, newHeard());
    expect(Math.abs(near.x - heard.x) + Math.abs(near.z - heard.z)).toBeLessThan(0.05);
  });

  it("gets fainter with the way; what plays never falls silent, and neighbours are faint", () => {
    const loud = (z: number, voice = MUSIC) => hear(ahead, [0, 0, -z], voice, newHeard()).gain;
    expect(loud(0.3)).toBe(1);
    expect(loud(0.9)).toBeCloseTo(0.5);
    expect(loud(6)).toBe(MUSIC.least);
    expect(loud(0.3, NEIGHBOUR)).toBeLessThan(0.2);
    expect(loud(6, NEIGHBOUR)).toBeLessThan(0.02);
  });
});

describe("the speakers of the neighbours", () => {
  it("keep what goes on sounding, and the others take those that are free", () => {
    expect(keepSpeakers([], [4, 5, 6])).toEqual([4, 5, 6]);
    expect(keepSpeakers([4, 5, 6], [6, 7])).toEqual([7, -1, 6]);
    expect(keepSpeakers([7, -1, 6], [])).toEqual([-1, -1, -1]);
  });
});
