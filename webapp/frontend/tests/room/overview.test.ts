import { describe, expect, it } from "vitest";
import { overviewOf } from "../../src/room/moving/overview";
import { eyeOf, OVERVIEW } from "../../src/room/moving/viewpoint";

const HALF_HIGH = Math.tan((50 * Math.PI) / 360);

/** Where a place is seen, from -1 to 1 across and up the picture. */
function seenFrom(view: ReturnType<typeof overviewOf>, aspect: number, place: readonly number[]) {
  const eye = eyeOf(view, { x: 0, y: 0, z: 0 });
  const [dx, dy, dz] = [(place[0] ?? 0) - eye.x, (place[1] ?? 0) - eye.y, (place[2] ?? 0) - eye.z];
  const flat = dx * Math.sin(view.yaw) + dz * Math.cos(view.yaw);
  const depth = -(flat * Math.cos(view.pitch) + dy * Math.sin(view.pitch));
  const across = dx * Math.cos(view.yaw) - dz * Math.sin(view.yaw);
  const up = dy * Math.cos(view.pitch) - flat * Math.sin(view.pitch);
  return { across: across / (depth * HALF_HIGH * aspect), up: up / (depth * HALF_HIGH) };
}

const rooms: Readonly<Record<string, readonly (readonly number[])[]>> = {
  "five tracks in the corners": [
    [1, 1, 1],
    [-1, 0.2, -1],
    [1, -1, -1],
    [-1, -1, 1],
    [0, 1, -1],
  ],
  "a long one": [
    [-1, -0.1, 0.1],
    [0, 0, 0],
    [1, 0.5, -0.4],
  ],
  "one that lies to a side": [
    [0.5, 0.6, 0.7],
    [0.9, 0.9, 0.9],
  ],
};

describe("the overview", () => {
  for (const [name, places] of Object.entries(rooms)) {
    it.each([0.6, 1, 1.8])(`of ${name} shows all of it and little else, in a picture of shape %s`, (aspect) => {
      const view = overviewOf(Float32Array.from(places.flat()), aspect, false);
      const seen = places.map((place) => seenFrom(view, aspect, place));
      const widest = Math.max(...seen.map(({ across }) => Math.abs(across)));
      const highest = Math.max(...seen.map(({ up }) => Math.abs(up)));
      expect(widest).toBeLessThan(0.9);
      expect(highest).toBeLessThan(0.75);
      if (view.distance > 1.2) expect(Math.max(widest, highest)).toBeGreaterThan(0.6);
    });
  }

  it("keeps some distance from a single track", () => {
    const view = overviewOf(Float32Array.of(0.2, 0, 0.1), 1, false);
    expect(view).toMatchObject({ x: Math.fround(0.2), z: Math.fround(0.1), distance: 1.2 });
  });

  it("shows the axes whole, wherever the tracks stand along them, and an empty room", () => {
    const places = Float32Array.of(0.9, 0.9, 0.9);
    expect(overviewOf(places, 1, true)).toMatchObject({ x: 0, y: OVERVIEW.y, z: 0 });
    expect(overviewOf(new Float32Array(), 1, false).distance).toBe(overviewOf(places, 1, true).distance);
    expect(overviewOf(places, 0.5, true).distance).toBeGreaterThan(overviewOf(places, 1, true).distance);
  });
});
