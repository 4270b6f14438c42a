import { describe, expect, it } from "vitest";
import { FLOOR_AT } from "../../src/room/drawing/floor_at";
import { controlAt, LINES_PX, layOut, PANEL_PX, PX_PER_M } from "../../src/room/vr/panel/layout";
import type { PanelPage, PanelState } from "../../src/room/vr/panel/records";
import { isDrag, meetPanel, rayOf, wayToFloor } from "../../src/room/vr/rules/rays";
import {
  METRES_PER_LENGTH,
  newRig,
  STANDING_M,
  sit,
  standBefore,
  standBeforeNode,
  toMetres,
  toRoom,
  turnBy,
  walkBy,
} from "../../src/room/vr/rules/rig";
import { SNAP, SnapTurn, TeleportStick, walkOf } from "../../src/room/vr/rules/sticks";
import { ARM_M, degreesOf, heightOfDegrees, MIN_LINE_DEGREES } from "../../src/room/vr/rules/text_size";
import { TwoHands } from "../../src/room/vr/rules/two_hands";
import { rolledBy, rollOf, turnedValue, WHOLE_TURN } from "../../src/room/vr/rules/wrist";

const point = () => ({ x: 0, y: 0, z: 0 });
const head = { x: 0.2, y: 1.6, z: -0.1 };
const VIEW = { x: 0.1, y: 0, z: -0.2, yaw: 0.7, pitch: 0.3, distance: 3 };

describe("where the wearer stands", () => {
  it("leads from metres to the room and back, turned and lifted", () => {
    const rig = { x: 0.3, floor: -1, z: 0.4, yaw: 0.9, metres: 2.5, lift_m: 0.4 };
    const { x, y, z } = toRoom(rig, 1, 1.5, -2, point());
    const back = toMetres(rig, x, y, z, point());
    expect([back.x, back.y, back.z].map((each) => Number(each.toFixed(9)))).toEqual([1, 1.5, -2]);
  });

  it("is on the floor, before what the page looked at, and looks at it", () => {
    const rig = newRig();
    standBefore(rig, head, 0.25, VIEW);
    const eye = toRoom(rig, head.x, 0, head.z, point());
    const [dx, dz] = [eye.x - VIEW.x, eye.z - VIEW.z];
    expect(eye.y).toBeCloseTo(FLOOR_AT);
    expect(Math.atan2(dx, dz)).toBeCloseTo(VIEW.yaw);
    expect(rig.yaw + 0.25).toBeCloseTo(VIEW.yaw);
    expect(Math.hypot(dx, dz)).toBeCloseTo(1.9);
  });

  it("is an arm before a node, with the eyes as high as it", () => {
    const rig = newRig();
    sit(rig, true, 1.1);
    const low = { ...head, y: 1.1 };
    standBeforeNode(rig, low, 0, [0.5, 0.8, -0.5]);
    const node = toMetres(rig, 0.5, 0.8, -0.5, point());
    expect(node.y).toBeCloseTo(low.y);
    expect(Math.hypot(node.x - low.x, node.z - low.z)).toBeCloseTo(0.7);
    expect(node.z).toBeLessThan(low.z);
  });

  it("turns around the head and not around the middle of the floor", () => {
    const rig = newRig();
    const before = toRoom(rig, head.x, head.y, head.z, point());
    turnBy(rig, head, SNAP);
    const after = toRoom(rig, head.x, head.y, head.z, point());
    expect([after.x, after.y, after.z]).toEqual([before.x, before.y, before.z].map((each) => expect.closeTo(each)));
    expect(rig.yaw).toBeCloseTo(SNAP);
  });

  it("walks as the head looks, in metres", () => {
    const rig = newRig();
    walkBy(rig, Math.PI / 2, METRES_PER_LENGTH, 0);
    expect([rig.x, rig.z]).toEqual([expect.closeTo(-1), expect.closeTo(0)]);
  });

  it("lifts who sits to the height of who stands, and nobody higher", () => {
    const rig = newRig();
    sit(rig, true, 1.15);
    expect(rig.lift_m).toBeCloseTo(STANDING_M - 1.15);
    sit(rig, true, 1.8);
    expect(rig.lift_m).toBe(0);
    sit(rig, false, 1.15);
    expect(rig.lift_m).toBe(0);
  });
});

describe("the room between two hands", () => {
  const left = { x: -0.2, y: 1.2, z: -0.4 };
  const right = { x: 0.2, y: 1.3, z: -0.4 };

  it("grows as the hands go apart, and what was held stays in them", () => {
    const rig = { ...newRig(), lift_m: 0.3, yaw: 0.4 };
    const hands = new TwoHands();
    const held = toRoom(rig, left.x, left.y, left.z, point());
    hands.take(rig, left, right);
    const wide = [
      { x: -0.4, y: 1.1, z: -0.4 },
      { x: 0.4, y: 1.3, z: -0.4 },
    ] as const;
    hands.move(rig, ...wide);
    expect(rig.metres).toBeCloseTo(METRES_PER_LENGTH * 2);
    const now = toRoom(rig, wide[0].x, wide[0].y, wide[0].z, point());
    expect([now.x, now.y, now.z]).toEqual([held.x, held.y, held.z].map((each) => expect.closeTo(each)));
  });

  it("turns with the hands", () => {
    const rig = newRig();
    const hands = new TwoHands();
    hands.take(rig, { x: -0.2, y: 1, z: 0 }, { x: 0.2, y: 1, z: 0 });
    hands.move(rig, { x: 0, y: 1, z: 0.2 }, { x: 0, y: 1, z: -0.2 });
    expect(rig.metres).toBeCloseTo(METRES_PER_LENGTH);
    expect(Math.abs(rig.yaw)).toBeCloseTo(Math.PI / 2);
  });

  it("has a smallest and a largest size, and hands that meet change nothing", () => {
    const rig = newRig();
    const hands = new TwoHands();
    hands.take(rig, left, right);
    hands.move(rig, { x: -40, y: 1, z: 0 }, { x: 40, y: 1, z: 0 });
    expect(rig.metres).toBe(14);
    const before = { ...rig };
    hands.move(rig, left, left);
    expect(rig).toEqual(before);
  });
});

describe("sticks", () => {
  it("turn one step for each push", () => {
    const snap = new SnapTurn();
    expect([0.2, 0.8, 1, 0.5, 0.9, 0.1, -0.9, -1].map((x) => snap.step(x))).toEqual([0, 1, 0, 0, 0, 0, -1, 0]);
  });

  it("aim while they are forward, and go when they are let go", () => {
    const stick = new TeleportStick();
    expect(stick.step(0, -0.5)).toBe(false);
    expect(stick.isAiming).toBe(false);
    expect(stick.step(0, -0.9)).toBe(false);
    expect(stick.isAiming).toBe(true);
    expect(stick.step(0.6, -0.6)).toBe(false);
    expect(stick.step(0, 0)).toBe(true);
    expect(stick.isAiming).toBe(false);
  });

  it("do nothing near the middle and everything at the end", () => {
    expect([0.1, -0.1, 1, -1].map(walkOf)).toEqual([0, 0, 1, -1]);
  });
});

describe("rays", () => {
  const ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: -1 };

  it("leave a hand forward, whatever its scale", () => {
    const half = 0.5;
    // Turned left by a quarter: forward is -x.
    const matrix = [0, 0, -half, 0, 0, half, 0, 0, half, 0, 0, 0, 1, 2, 3, 1];
    const { x, y, z, dx, dy, dz } = rayOf(matrix, { ...ray });
    expect([x, y, z, dx, dy, dz].map((each) => each + 0)).toEqual([1, 2, 3, -1, 0, 0]);
  });

  it("come down to the floor, or never", () => {
    const down = { ...ray, y: 1, dy: -0.6, dz: -0.8 };
    expect(wayToFloor(down, -1)).toBeCloseTo(2 / 0.6);
    expect(wayToFloor({ ...down, dy: 0.6 }, -1)).toBe(Number.POSITIVE_INFINITY);
    expect(wayToFloor({ ...down, y: -2 }, -1)).toBe(Number.POSITIVE_INFINITY);
  });

  it("meet a panel from its front only, and say where", () => {
    const hit = { x: 0, y: 0, way: 0 };
    // A panel 2 wide and 4 high at z = -3.
    const inverse = [0.5, 0, 0, 0, 0, 0.25, 0, 0, 0, 0, 1, 0, 0, 0, 3, 1];
    expect(meetPanel(inverse, { ...ray, x: 0.5, y: 1 }, hit)).toBe(true);
    expect(hit).toEqual({ x: 0.75, y: 0.25, way: 3 });
    expect(meetPanel(inverse, { ...ray, x: 1.1 }, hit)).toBe(false);
    expect(meetPanel(inverse, { ...ray, z: -6, dz: 1 }, hit)).toBe(false);
    expect(meetPanel(inverse, { ...ray, dz: 1 }, hit)).toBe(false);
  });

  it("tell a drag from a press that trembles", () => {
    const still = { x: 0, y: 1, z: 0 };
    expect(isDrag(still, ray, { ...still, x: 0.02 }, ray)).toBe(false);
    expect(isDrag(still, ray, { ...still, x: 0.06 }, ray)).toBe(true);
    const angle = (degrees: number) => ({
      ...ray,
      dx: Math.sin((degrees * Math.PI) / 180),
      dz: -Math.cos((degrees * Math.PI) / 180),
    });
    expect(isDrag(still, ray, still, angle(5))).toBe(false);
    expect(isDrag(still, ray, still, angle(9))).toBe(true);
  });
});

describe("a knob in the hand", () => {
  const rolled = (by: number) => [Math.cos(by), -Math.sin(by), 0, 0, Math.sin(by), Math.cos(by), 0, 0, 0, 0, 1, 0];

  it("is turned up clockwise, the short way across half a turn", () => {
    expect(rollOf(rolled(0.6))).toBeCloseTo(0.6);
    expect(rolledBy(3, -3)).toBeCloseTo(2 * Math.PI - 6);
    expect(rolledBy(-3, 3)).toBeCloseTo(6 - 2 * Math.PI);
  });

  it("stays between its ends", () => {
    expect(turnedValue(100, WHOLE_TURN / 4, 60, 220)).toBeCloseTo(140);
    expect(turnedValue(100, WHOLE_TURN, 60, 220)).toBe(220);
    expect(turnedValue(100, -WHOLE_TURN, 60, 220)).toBe(60);
  });
});

describe("the panel", () => {
  const knobs = Array.from({ length: 12 }, (_, n) => ({
    name: `knob_${n}`,
    label: `Knob ${n}`,
    value: "1",
    share: 0.5,
    isTurned: true,
  }));
  const state = (page: PanelPage): PanelState => ({
    page,
    track: { title: "A title", artist: "An artist", region: "In a part" },
    isLiked: false,
    quantities: Array.from({ length: 14 }, (_, n) => ({ label: `Quantity ${n}`, value: "1 Hz", level: 0.5 })),
    knobs,
    ghostWords: "Some are like this.",
    hasNearest: true,
    playing: "Another title",
    isPlaying: true,
    switches: ["isLeftHanded", "isSeated", "isSmooth"].map((name) => ({ name, label: name, isOn: false })),
  });
  const PAGES: readonly PanelPage[] = ["track", "knobs", "settings"];

  it.each(PAGES)("has lines that can be read at arm's length on its page %s", (page) => {
    const { texts, controls } = layOut(state(page));
    const lines = [...texts, ...controls].map(({ line_px }) => degreesOf(line_px / PX_PER_M, ARM_M));
    expect(Math.min(...lines)).toBeGreaterThanOrEqual(MIN_LINE_DEGREES);
    expect(degreesOf(LINES_PX.small / PX_PER_M, ARM_M)).toBeLessThan(MIN_LINE_DEGREES * 1.5);
    expect(degreesOf(heightOfDegrees(1.3, 2), 2)).toBeCloseTo(1.3);
  });

  it.each(PAGES)("has everything on it and nothing over another on its page %s", (page) => {
    const { controls, texts } = layOut(state(page));
    for (const one of controls) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.x + one.width).toBeLessThanOrEqual(PANEL_PX.width);
      expect(one.y + one.height).toBeLessThanOrEqual(PANEL_PX.height);
      for (const other of controls) {
        const isApart =
          one === other ||
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(isApart, `${one.name} lies over ${other.name}`).toBe(true);
      }
    }
    for (const { y, line_px } of texts) expect(y + line_px / 2).toBeLessThanOrEqual(PANEL_PX.height);
    expect(new Set(controls.map(({ name }) => name)).size).toBe(controls.length);
  });

  it("finds what a point is on, and not what is closed", () => {
    const layout = layOut(state("knobs"));
    const knob = layout.controls.find(({ name }) => name === "knob knob_5");
    expect(knob).toBeDefined();
    if (!knob) return;
    expect(controlAt(layout, knob.x + knob.width / 2, knob.y + knob.height / 2)?.of).toBe("knob_5");
    const still = layOut({ ...state("knobs"), knobs: knobs.map((each) => ({ ...each, isTurned: false })) });
    const reset = still.controls.find(({ kind }) => kind === "reset");
    expect(reset?.isClosed).toBe(true);
    expect(controlAt(still, (reset?.x ?? 0) + 10, (reset?.y ?? 0) + 10)).toBeNull();
  });

  it("says what to do where nothing is chosen", () => {
    const { texts, controls } = layOut({ ...state("track"), track: null });
    expect(texts.map(({ words }) => words).join(" ")).toContain("pull the trigger, or pinch: it plays");
    expect(controls.find(({ name }) => name === "page knobs")?.isClosed).toBe(true);
  });
});
