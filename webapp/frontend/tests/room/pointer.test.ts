// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { HeldKeys } from "../../src/room/moving/held_keys";
import { takePointer } from "../../src/room/moving/pointer";
import { Spin } from "../../src/room/moving/spin";
import { OVERVIEW } from "../../src/room/moving/viewpoint";

let end: () => void = () => undefined;
afterEach(() => end());

function openPicture(isGrabbed: boolean) {
  const picture = document.createElement("div");
  picture.setPointerCapture = () => undefined;
  const acts = {
    moved: vi.fn(),
    pointed: vi.fn(),
    pressed: vi.fn(),
    pressedTwice: vi.fn(),
    grabbed: vi.fn(() => isGrabbed),
    dragged: vi.fn(),
    dropped: vi.fn(),
    interrupted: vi.fn(),
  };
  end = takePointer(picture, { view: { ...OVERVIEW }, keys: new HeldKeys(), spin: new Spin() }, acts);
  const send = (kind: string, pointerId: number, x: number, more: object = {}) => {
    const event = new Event(kind);
    Object.assign(event, { pointerId, offsetX: x, offsetY: 0, button: 0, buttons: 1, pointerType: "touch", ...more });
    picture.dispatchEvent(event);
  };
  return { acts, send };
}

describe("a second finger", () => {
  it("while a node is held interrupts that, once, and moves the room", () => {
    const { acts, send } = openPicture(true);
    send("pointerdown", 1, 0);
    send("pointermove", 1, 40);
    expect(acts.dragged).toHaveBeenCalledTimes(1);
    send("pointerdown", 2, 100);
    expect(acts.interrupted).toHaveBeenCalledTimes(1);
    send("pointermove", 1, 60);
    expect(acts.dragged).toHaveBeenCalledTimes(1);
    expect(acts.moved).toHaveBeenCalled();
    send("pointerup", 2, 100);
    send("pointerup", 1, 60);
    expect(acts.interrupted).toHaveBeenCalledTimes(1);
    expect(acts.dropped).not.toHaveBeenCalled();
  });

  it("drops nothing where nothing is held", () => {
    const { acts, send } = openPicture(false);
    send("pointerdown", 1, 0);
    send("pointerdown", 2, 100);
    expect(acts.interrupted).not.toHaveBeenCalled();
  });
});

describe("a press with Shift", () => {
  it("joins, however fast another follows, and a drag with Shift is none of the room", () => {
    const { acts, send } = openPicture(true);
    for (const at of [1, 2]) {
      send("pointerdown", at, 0, { shiftKey: true });
      send("pointerup", at, 0, { shiftKey: true });
    }
    expect(acts.grabbed).toHaveBeenLastCalledWith(0, 0, true);
    expect(acts.pressed.mock.calls).toEqual([
      [0, 0, true, true],
      [0, 0, true, true],
    ]);
    expect(acts.pressedTwice).not.toHaveBeenCalled();
    send("pointerdown", 3, 0, { shiftKey: true });
    send("pointermove", 3, 40, { shiftKey: true });
    send("pointerup", 3, 40, { shiftKey: true });
    expect([acts.dragged.mock.calls.length, acts.dropped.mock.calls.length]).toEqual([1, 1]);
    expect(acts.moved).not.toHaveBeenCalled();
  });
});
