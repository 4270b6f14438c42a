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
  };
  end = takePointer(picture, { view: { ...OVERVIEW }, keys: new HeldKeys(), spin: new Spin() }, acts);
  const send = (kind: string, pointerId: number, x: number) => {
    const event = new Event(kind);
    Object.assign(event, { pointerId, offsetX: x, offsetY: 0, button: 0, buttons: 1, pointerType: "touch" });
    picture.dispatchEvent(event);
  };
  return { acts, send };
}

describe("a second finger", () => {
  it("while a node is held lets it stay there, once, and moves the room", () => {
    const { acts, send } = openPicture(true);
    send("pointerdown", 1, 0);
    send("pointermove", 1, 40);
    expect(acts.dragged).toHaveBeenCalledTimes(1);
    send("pointerdown", 2, 100);
    expect(acts.dropped).toHaveBeenCalledTimes(1);
    send("pointermove", 1, 60);
    expect(acts.dragged).toHaveBeenCalledTimes(1);
    expect(acts.moved).toHaveBeenCalled();
    send("pointerup", 2, 100);
    send("pointerup", 1, 60);
    expect(acts.dropped).toHaveBeenCalledTimes(1);
  });

  it("drops nothing where nothing is held", () => {
    const { acts, send } = openPicture(false);
    send("pointerdown", 1, 0);
    send("pointerdown", 2, 100);
    expect(acts.dropped).not.toHaveBeenCalled();
  });
});
