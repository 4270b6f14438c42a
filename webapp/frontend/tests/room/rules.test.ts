import { describe, expect, it } from "vitest";
import {
  categoryTexels,
  colourOfCategory,
  N_SHAPES,
  onRamp,
  rampTexels,
  roomColours,
} from "../../src/room/drawing/palette";
import { Flight } from "../../src/room/moving/flight";
import { HeldKeys } from "../../src/room/moving/held_keys";
import { Spin } from "../../src/room/moving/spin";
import { eyeOf, look, MAX_DISTANCE, MIN_DISTANCE, OVERVIEW, orbit, walk, zoom } from "../../src/room/moving/viewpoint";
import { Grid, type Ray } from "../../src/room/picking/grid";
import { regionsAt } from "../../src/room/where";
import { parseColour } from "../../src/rules/colours";

const rayTo = (x: number, y: number, z: number, from = { x: 0, y: 0, z: 3 }): Ray => {
  const [dx, dy, dz] = [x - from.x, y - from.y, z - from.z];
  const length = Math.hypot(dx, dy, dz);
  return { ...from, dx: dx / length, dy: dy / length, dz: dz / length };
};

/** The same chance each time. */
function made(n: number): Float32Array {
  let state = 12_345;
  return Float32Array.from({ length: n * 3 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state / 0x7fff_ffff) * 2 - 1;
  });
}

describe("picking", () => {
  it("finds the row that the ray goes through, and none beside it", () => {
    const grid = new Grid(Float32Array.of(0, 0, 0, 0.5, 0, 0, 0, 0.5, -0.5));
    expect(grid.pick(rayTo(0.5, 0, 0), 0.02, 0)).toBe(1);
    expect(grid.pick(rayTo(0, 0.5, -0.5), 0.02, 0)).toBe(2);
    expect(grid.pick(rayTo(0.25, 0.2, 0), 0.02, 0)).toBe(-1);
  });

  it("takes what stands in front", () => {
    const grid = new Grid(Float32Array.of(0, 0, -0.8, 0, 0, 0.6, 0, 0, 0));
    expect(grid.pick(rayTo(0, 0, 0), 0.02, 0)).toBe(1);
    expect(grid.pick(rayTo(0, 0, 0, { x: 0, y: 0, z: -3 }), 0.02, 0)).toBe(0);
  });

  it("is kind to far nodes and unsteady hands", () => {
    const grid = new Grid(Float32Array.of(0.03, 0, 0));
    expect(grid.pick(rayTo(0, 0, 0), 0.005, 0)).toBe(-1);
    expect(grid.pick(rayTo(0, 0, 0), 0.005, 0.02)).toBe(0);
  });

  it("meets large nodes at their edge, and small ones no farther out", () => {
    const grid = new Grid(Float32Array.of(0.03, 0, 0, -0.03, 0, 0));
    const sizes = Uint8Array.of(100, 230);
    expect(grid.pick(rayTo(0, 0, 0), 0.02, 0)).toBe(-1);
    expect(grid.pick(rayTo(0, 0, 0), 0.02, 0, sizes)).toBe(1);
    expect(grid.pick(rayTo(0.06, 0, 0), 0.02, 0, sizes)).toBe(-1);
  });

  it("agrees with looking at every row", () => {
    const places = made(3_000);
    const grid = new Grid(places);
    for (let row = 0; row < 3_000; row += 97) {
      const [x = 0, y = 0, z = 0] = places.subarray(row * 3, row * 3 + 3);
      const ray = rayTo(x, y, z);
      const picked = grid.pick(ray, 0.01, 0);
      const depth = (at: number) =>
        ((places[at * 3] ?? 0) - ray.x) * ray.dx +
        ((places[at * 3 + 1] ?? 0) - ray.y) * ray.dy +
        ((places[at * 3 + 2] ?? 0) - ray.z) * ray.dz;
      expect(picked).toBeGreaterThanOrEqual(0);
      expect(depth(picked)).toBeLessThanOrEqual(depth(row) + 0.08);
    }
  });

  it("names the nearest rows, nearest first", () => {
    const places = made(2_000);
    const way = (row: number) => Math.hypot(...places.subarray(row * 3, row * 3 + 3));
    const wanted = Array.from({ length: 2_000 }, (_, row) => row).sort((one, other) => way(one) - way(other));
    expect(new Grid(places).nearest(0, 0, 0, 12, () => true)).toEqual(wanted.slice(0, 12));
    expect(new Grid(places).nearest(0, 0, 0, 3, (row) => row % 2 === 0)).toEqual(
      wanted.filter((row) => row % 2 === 0).slice(0, 3),
    );
  });

  it("works in an empty room", () => {
    const grid = new Grid(new Float32Array());
    expect(grid.pick(rayTo(0, 0, 0), 0.1, 0.1)).toBe(-1);
    expect(grid.nearest(0, 0, 0, 5, () => true)).toEqual([]);
  });
});

describe("the viewpoint", () => {
  it("keeps its distance while one goes round, and its limits", () => {
    const view = { ...OVERVIEW };
    orbit(view, 1, 9);
    const eye = eyeOf(view, { x: 0, y: 0, z: 0 });
    expect(Math.hypot(eye.x - view.x, eye.y - view.y, eye.z - view.z)).toBeCloseTo(view.distance);
    expect(view.pitch).toBeLessThan(Math.PI / 2);
    zoom(view, 1e9);
    expect(view.distance).toBe(MAX_DISTANCE);
    zoom(view, 1e-9);
    expect(view.distance).toBe(MIN_DISTANCE);
  });

  it("keeps the eye where it is while the head turns", () => {
    const view = { ...OVERVIEW, distance: 0.8 };
    const before = { ...eyeOf(view, { x: 0, y: 0, z: 0 }) };
    look(view, 0.4, 0.1);
    const after = eyeOf(view, { x: 0, y: 0, z: 0 });
    for (const axis of ["x", "y", "z"] as const) expect(after[axis]).toBeCloseTo(before[axis]);
  });

  it("walks the way it looks, and cannot get lost", () => {
    const view = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0, distance: 1 };
    walk(view, 0.5, 0, 0);
    expect(view.z).toBeCloseTo(-0.5);
    walk(view, 0, 0.25, 0.1);
    expect([view.x, view.y]).toEqual([0.25, 0.1]);
    for (let step = 0; step < 100; step += 1) walk(view, 1, 0, 0);
    expect(view.z).toBeGreaterThan(-3);
  });

  it("flies the short way round and arrives exactly", () => {
    const view = { ...OVERVIEW, yaw: 3 };
    const to = { x: 0.4, y: 0.1, z: -0.2, yaw: -3, pitch: 0.2, distance: 0.3 };
    const flight = new Flight();
    flight.begin(view, to, 0);
    flight.follow(view, 200);
    expect(view.yaw).toBeGreaterThan(3 - 1e-6);
    flight.follow(view, 5_000);
    expect(flight.isOn).toBe(false);
    expect([view.x, view.y, view.z, view.distance].map((each) => Number(each.toFixed(6)))).toEqual([
      0.4, 0.1, -0.2, 0.3,
    ]);
    expect(Math.sin(view.yaw)).toBeCloseTo(Math.sin(-3));
  });

  it("goes on turning when a hand lets go in motion, and comes to rest", () => {
    const spin = new Spin();
    const view = { ...OVERVIEW };
    for (let at_ms = 0; at_ms < 100; at_ms += 16) spin.turn(0.03, 0, at_ms);
    spin.letGo(110);
    spin.move(view, 1 / 60);
    expect(view.yaw).toBeGreaterThan(OVERVIEW.yaw);
    for (let frame = 0; frame < 200 && spin.isTurning; frame += 1) spin.move(view, 1 / 60);
    expect(spin.isTurning).toBe(false);
    expect(view.yaw).toBeLessThan(OVERVIEW.yaw + 1);
  });

  it("stands when the hand has rested before it lets go", () => {
    const spin = new Spin();
    for (let at_ms = 0; at_ms < 100; at_ms += 16) spin.turn(0.03, 0, at_ms);
    spin.letGo(400);
    expect(spin.isTurning).toBe(false);
  });

  it("moves while keys are held and stops with them", () => {
    const keys = new HeldKeys();
    const view = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0, distance: 1 };
    const press = (code: string, key: string) => keys.press({ code, key, shiftKey: false });
    expect(press("KeyX", "x")).toBe(false);
    expect(press("KeyW", "w")).toBe(true);
    keys.move(view, 0.1);
    expect(view.z).toBeLessThan(0);
    expect(keys.isFlying).toBe(true);
    keys.release({ code: "KeyW", key: "w", shiftKey: false });
    expect(keys.isAny).toBe(false);
    expect(press("Equal", "+")).toBe(true);
    keys.move(view, 0.1);
    expect(view.distance).toBeLessThan(1);
    keys.releaseAll();
    expect(keys.isAny).toBe(false);
  });
});

describe("colours of the room", () => {
  const tokens: Readonly<Record<string, string>> = {
    "--room-1": "#ff0000",
    "--room-2": "#00ff00",
    "--room-ramp-1": "#000000",
    "--room-ramp-5": "#ffffff",
    "--room-unknown": "#101010",
    "--accent": "rgb(1 2 3)",
  };
  const colours = roomColours((name) => tokens[name] ?? "#808080");

  it("give each kind its own and what is unknown none of them", () => {
    const texels = categoryTexels(colours, 2);
    expect([...texels.subarray(0, 8)]).toEqual([255, 0, 0, 255, 0, 255, 0, 255]);
    expect([...texels.subarray(255 * 4)]).toEqual([16, 16, 16, 255]);
  });

  it("tell any twelve kinds apart by colour and shape together", () => {
    const looks = Array.from({ length: 12 }, (_, at) => `${colourOfCategory(at)} ${at % N_SHAPES}`);
    expect(new Set(looks).size).toBe(12);
  });

  it("give no two kinds a colour of their own that is the same: the smaller ones share that of the rest", () => {
    const inTokens: Readonly<Record<string, string>> = { "--room-rest": "#aabbcc", "--room-unknown": "#101010" };
    const many = roomColours((name) => inTokens[name] ?? `#0000${name.slice(-1).padStart(2, "0")}`);
    const texels = categoryTexels(many, 12);
    const tints = Array.from({ length: 12 }, (_, at) => texels.subarray(at * 4, at * 4 + 3).join(" "));
    expect(new Set(tints.slice(0, 7)).size).toBe(7);
    expect(new Set(tints.slice(7))).toEqual(new Set(["170 187 204"]));
    expect(tints.slice(0, 7)).not.toContain("170 187 204");
  });

  it("run along the ramp", () => {
    const texels = rampTexels(colours);
    expect([...texels.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...texels.subarray(254 * 4, 254 * 4 + 3)]).toEqual([255, 255, 255]);
    expect(onRamp([parseColour("#000000") ?? [0, 0, 0], parseColour("#646464") ?? [0, 0, 0]], 0.5)).toEqual([
      50, 50, 50,
    ]);
  });

  it("take the accent also as the cover gives it", () => {
    expect(colours.accent).toEqual([1, 2, 3]);
  });
});

describe("where one is", () => {
  const part = (name: string, x: number) => ({ name, centre: [x, 0, 0] as const, radius: 0.3, n_tracks: 5 });
  it("is between the two nearest parts, in one, or nowhere", () => {
    const regions = [part("drone", -0.3), part("ambient", 0.3)];
    expect(regionsAt(regions, 0.05, 0, 0).map(({ name }) => name)).toEqual(["ambient", "drone"]);
    expect(regionsAt(regions, 0.4, 0, 0).map(({ name }) => name)).toEqual(["ambient"]);
    expect(regionsAt(regions, 0, 3, 0)).toEqual([]);
  });
});
