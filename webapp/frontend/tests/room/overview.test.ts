import { describe, expect, it } from "vitest";
import { type FreePart, overviewOf } from "../../src/room/moving/overview";
import { eyeOf, OVERVIEW } from "../../src/room/moving/viewpoint";

const HALF_HIGH = Math.tan((50 * Math.PI) / 360);

/** Where a place is seen, from -1 to 1 across and up the free part of the picture. */
function seenFrom(view: ReturnType<typeof overviewOf>, { wide, high }: FreePart, place: readonly number[]) {
  const eye = eyeOf(view, { x: 0, y: 0, z: 0 });
  const [dx, dy, dz] = [(place[0] ?? 0) - eye.x, (place[1] ?? 0) - eye.y, (place[2] ?? 0) - eye.z];
  const flat = dx * Math.sin(view.yaw) + dz * Math.cos(view.yaw);
  const depth = -(flat * Math.cos(view.pitch) + dy * Math.sin(view.pitch));
  const across = dx * Math.cos(view.yaw) - dz * Math.sin(view.yaw);
  const up = dy * Math.cos(view.pitch) - flat * Math.sin(view.pitch);
  return { across: across / (depth * HALF_HIGH * wide), up: up / (depth * HALF_HIGH * high) };
}

const WHOLE: FreePart = { wide: 1, high: 1 };

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
    it.each([
      { wide: 0.6, high: 1 },
      { wide: 1, high: 1 },
      { wide: 1.8, high: 1 },
      { wide: 0.5, high: 0.5 },
    ])(`of ${name} shows all of it and little else, where $wide by $high is free`, (free) => {
      const view = overviewOf(Float32Array.from(places.flat()), free, false);
      const seen = places.map((place) => seenFrom(view, free, place));
      const widest = Math.max(...seen.map(({ across }) => Math.abs(across)));
      const highest = Math.max(...seen.map(({ up }) => Math.abs(up)));
      expect(widest).toBeLessThan(0.9);
      expect(highest).toBeLessThan(0.75);
      if (view.distance > 1.2) expect(Math.max(widest, highest)).toBeGreaterThan(0.6);
    });
  }

  it("keeps some distance from a single track", () => {
    const view = overviewOf(Float32Array.of(0.2, 0, 0.1), WHOLE, false);
    expect(view).toMatchObject({ x: Math.fround(0.2), z: Math.fround(0.1), distance: 1.2 });
  });

  it("shows the axes whole, wherever the tracks stand along them, and an empty room", () => {
    const places = Float32Array.of(0.9, 0.9, 0.9);
    expect(overviewOf(places, WHOLE, true)).toMatchObject({ x: 0, y: OVERVIEW.y, z: 0 });
    expect(overviewOf(new Float32Array(), WHOLE, false).distance).toBe(overviewOf(places, WHOLE, true).distance);
    expect(overviewOf(places, { wide: 0.5, high: 1 }, true).distance).toBeGreaterThan(
      overviewOf(places, WHOLE, true).distance,
    );
  });
});
