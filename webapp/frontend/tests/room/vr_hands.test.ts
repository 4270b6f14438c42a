// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ghost } from "../../src/room/state";
import type { Hand } from "../../src/room/vr/hands/hand";
import { newHold } from "../../src/room/vr/hands/hold";
import { Holding } from "../../src/room/vr/hands/holding";
import type { PanelControl } from "../../src/room/vr/panel/records";
import { newAim } from "../../src/room/vr/pointing";
import { newRig } from "../../src/room/vr/rules/rig";
import { go } from "../../src/state/router";

const newHand = (x: number) => ({
  ray: { x, y: 1, z: 0, dx: 0, dy: 0, dz: -1 },
  at: { x, y: 1, z: 0 },
  aim: newAim(),
  hold: newHold(),
  stickY: 0,
  roll: 0,
});

const control = (kind: PanelControl["kind"], of = ""): PanelControl => ({
  kind,
  of,
  name: of ? `${kind} ${of}` : kind,
  label: kind,
  x: 0,
  y: 0,
  width: 10,
  height: 10,
  isOn: false,
  isClosed: false,
  line_px: 40,
  share: 0,
  value: "",
});

function made() {
  const hands = [newHand(-0.2), newHand(0.2)] as const;
  const rig = newRig();
  const grabbing = { hold: vi.fn(), carry: vi.fn(), drop: vi.fn(async () => undefined) };
  const acts = { play: vi.fn(), press: vi.fn(), turn: vi.fn(), goTo: vi.fn(), nothing: vi.fn() };
  const [left, right] = hands as unknown as readonly [Hand, Hand];
  const holding = new Holding([left, right], rig, grabbing as never, acts);
  return { left, right, hands, rig, grabbing, acts, holding };
}

describe("a hand of the room in VR", () => {
  beforeEach(() => {
    go("/room");
    ghost.value = null;
  });

  it("plays the track that it presses, also when it trembles", () => {
    const { right, acts, holding, grabbing } = made();
    Object.assign(right.aim, { kind: "node", row: 7 });
    holding.press(right, false);
    right.at.x += 0.02;
    holding.follow(right, 0.01);
    holding.release(right, false);
    expect(acts.play).toHaveBeenCalledExactlyOnceWith(7);
    expect(grabbing.hold).not.toHaveBeenCalled();
  });

  it("takes a track along that it presses and pulls, and does not play it", () => {
    const { right, acts, holding, grabbing } = made();
    Object.assign(right.aim, { kind: "node", row: 7 });
    holding.press(right, false);
    right.at.x += 0.2;
    holding.follow(right, 0.01);
    expect(right.hold.kind).toBe("grab");
    expect(grabbing.carry).toHaveBeenCalled();
    holding.release(right, false);
    expect(grabbing.drop).toHaveBeenCalledOnce();
    expect(acts.play).not.toHaveBeenCalled();
  });

  it("takes nothing along among axes, where a place is a value", () => {
    go("/room?axes=tempo,loudness,brightness");
    const { right, holding, grabbing } = made();
    Object.assign(right.aim, { kind: "node", row: 7 });
    holding.press(right, true);
    holding.release(right, true);
    expect(grabbing.hold).not.toHaveBeenCalled();
    expect(grabbing.drop).not.toHaveBeenCalled();
  });

  it("leaves the track that the other hand holds", () => {
    const { left, right, holding, grabbing } = made();
    for (const hand of [left, right]) {
      Object.assign(hand.aim, { kind: "node", row: 7 });
      holding.press(hand, true);
    }
    expect(grabbing.hold).toHaveBeenCalledOnce();
  });

  it("lets go of a track when it is lost", () => {
    const { right, holding, grabbing } = made();
    Object.assign(right.aim, { kind: "node", row: 7 });
    holding.press(right, true);
    holding.lose(right);
    expect(grabbing.drop).toHaveBeenCalledOnce();
    expect(right.hold.kind).toBe("none");
  });

  it("presses a control only where it is let go on the same one, by the same button", () => {
    const { right, acts, holding } = made();
    Object.assign(right.aim, { kind: "panel", control: control("skip") });
    holding.press(right, false);
    holding.release(right, true);
    expect(acts.press).not.toHaveBeenCalled();
    right.aim.control = control("like");
    holding.release(right, false);
    expect(acts.press).not.toHaveBeenCalled();
    holding.press(right, false);
    holding.release(right, false);
    expect(acts.press).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: "like" }));
  });

  it("turns the knob that it holds, not beyond its end, and asks only when it has moved", () => {
    const { hands, right, acts, holding } = made();
    const knob = { name: "tempo", unit: "BPM", value: 100, original: 100, low: 60, high: 200 };
    ghost.value = { knobs: [knob], nearest: [] } as never;
    Object.assign(right.aim, { kind: "panel", control: control("knob", "tempo") });
    holding.press(right, false);
    holding.follow(right, 0.01);
    expect(acts.turn).not.toHaveBeenCalled();
    hands[1].roll = 0.5;
    holding.follow(right, 0.01);
    holding.follow(right, 0.01);
    expect(acts.turn).toHaveBeenCalledOnce();
    hands[1].roll = 3;
    holding.follow(right, 0.01);
    expect(acts.turn).toHaveBeenLastCalledWith("tempo", 200);
    holding.release(right, false);
    expect(acts.press).not.toHaveBeenCalled();
  });

  it("goes to the floor, and opens the panel where there is nothing", () => {
    const { right, acts, holding } = made();
    right.aim.kind = "floor";
    holding.press(right, false);
    holding.release(right, false);
    expect(acts.goTo).toHaveBeenCalledOnce();
    right.aim.kind = "nothing";
    holding.press(right, false);
    holding.release(right, false);
    expect(acts.nothing).toHaveBeenCalledOnce();
    holding.press(right, true);
    holding.release(right, true);
    expect(acts.nothing).toHaveBeenCalledOnce();
  });

  it("holds the room with the other, and goes nowhere when both let go", () => {
    const { left, right, rig, acts, holding } = made();
    for (const hand of [left, right]) {
      hand.aim.kind = "floor";
      holding.press(hand, false);
    }
    right.at.x = 0.6;
    expect(holding.scale()).toBe(true);
    expect(rig.metres).toBeCloseTo(3);
    holding.release(left, false);
    expect(holding.scale()).toBe(false);
    holding.release(right, false);
    expect(acts.goTo).not.toHaveBeenCalled();
  });
});
