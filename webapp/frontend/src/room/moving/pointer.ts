/** Mouse and fingers on the room: drag to orbit, right to shift it, wheel and pinch for near and far. */
import type { HeldKeys } from "./held_keys";
import type { Spin } from "./spin";
import { look, orbit, pan, type Viewpoint, zoom } from "./viewpoint";

const TURN_PER_PX = 0.006;
const CLICK_PX = 5;
const DOUBLE_MS = 350;

export interface PointerActs {
  /** The view was moved by hand. */
  readonly moved: () => void;
  /** Pointer at a point of the picture, or null when it left; only while nothing is dragged. */
  readonly pointed: (at: { readonly x: number; readonly y: number } | null) => void;
  /** `isJoining`: with Shift, Ctrl or Cmd, which join it to what was pressed before. */
  readonly pressed: (x: number, y: number, isTouch: boolean, isJoining: boolean) => void;
  readonly pressedTwice: (x: number, y: number) => void;
  /** Returns whether the drag that may begin there is another than one of the room. */
  readonly grabbed: (x: number, y: number, isJoining: boolean) => boolean;
  readonly dragged: (x: number, y: number) => void;
  readonly dropped: () => void;
  /** That drag ends without having been let go: by a second finger, or by the browser. */
  readonly interrupted: () => void;
}

interface Finger {
  x: number;
  y: number;
}

/** Returns what takes the listeners off again. */
export function takePointer(
  picture: HTMLElement,
  { view, keys, spin }: { readonly view: Viewpoint; readonly keys: HeldKeys; readonly spin: Spin },
  acts: PointerActs,
): () => void {
  const fingers = new Map<number, Finger>();
  let travelled = 0;
  let lastPress_ms = 0;
  let isHolding = false;

  const down = (event: PointerEvent) => {
    picture.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    spin.stop();
    if (fingers.size === 1) travelled = 0;
    else travelled = CLICK_PX;
    acts.pointed(null);
    // With a second finger one moves the room: what the first one held stays where it is.
    if (isHolding) acts.interrupted();
    isHolding =
      fingers.size === 1 && event.button === 0 && acts.grabbed(event.offsetX, event.offsetY, isJoining(event));
  };

  const move = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) {
      if (event.pointerType === "mouse") acts.pointed({ x: event.offsetX, y: event.offsetY });
      return;
    }
    const [by_x, by_y] = [event.offsetX - finger.x, event.offsetY - finger.y];
    if (fingers.size === 2) pinch(finger, event);
    [finger.x, finger.y] = [event.offsetX, event.offsetY];
    travelled += Math.abs(by_x) + Math.abs(by_y);
    if (travelled < CLICK_PX || fingers.size > 2) return;
    if (isHolding) return acts.dragged(event.offsetX, event.offsetY);
    if (fingers.size === 2) shift(by_x / 2, by_y / 2);
    else if (keys.isFlying) look(view, -by_x * TURN_PER_PX * 0.6, by_y * TURN_PER_PX * 0.6);
    else if (event.buttons & 6) shift(by_x, by_y);
    else {
      orbit(view, -by_x * TURN_PER_PX, by_y * TURN_PER_PX);
      spin.turn(-by_x * TURN_PER_PX, by_y * TURN_PER_PX, event.timeStamp);
    }
    acts.moved();
  };

  const shift = (by_x: number, by_y: number) => {
    const perPx = (view.distance * 0.9) / Math.max(1, picture.clientHeight);
    pan(view, -by_x * perPx, by_y * perPx);
  };

  const pinch = (moved: Finger, event: PointerEvent) => {
    for (const other of fingers.values()) {
      if (other === moved) continue;
      const before = Math.hypot(moved.x - other.x, moved.y - other.y);
      const after = Math.hypot(event.offsetX - other.x, event.offsetY - other.y);
      if (before > 0 && after > 0) zoom(view, before / after);
    }
  };

  const up = (event: PointerEvent) => {
    const wasAlone = fingers.size === 1;
    if (!fingers.delete(event.pointerId)) return;
    const wasHolding = isHolding;
    isHolding = false;
    if (wasHolding && event.type === "pointercancel") return acts.interrupted();
    if (wasHolding && travelled >= CLICK_PX) return acts.dropped();
    if (wasAlone && travelled >= CLICK_PX) {
      spin.letGo(event.timeStamp);
      acts.moved();
    }
    if (event.type === "pointercancel" || !wasAlone || travelled >= CLICK_PX || event.button === 2) return;
    const isSecond = !isJoining(event) && event.timeStamp - lastPress_ms < DOUBLE_MS;
    lastPress_ms = isSecond || isJoining(event) ? 0 : event.timeStamp;
    if (isSecond) acts.pressedTwice(event.offsetX, event.offsetY);
    else acts.pressed(event.offsetX, event.offsetY, event.pointerType !== "mouse", isJoining(event));
  };

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1;
    zoom(view, Math.exp(Math.max(-240, Math.min(240, event.deltaY * lines)) * 0.0016));
    acts.moved();
  };

  const leave = () => acts.pointed(null);
  const noMenu = (event: Event) => event.preventDefault();
  const kinds = [
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
    ["pointerleave", leave],
    ["contextmenu", noMenu],
  ] as const;
  for (const [kind, act] of kinds) picture.addEventListener(kind, act as EventListener);
  picture.addEventListener("wheel", wheel, { passive: false });
  return () => {
    for (const [kind, act] of kinds) picture.removeEventListener(kind, act as EventListener);
    picture.removeEventListener("wheel", wheel);
  };
}

const isJoining = (event: PointerEvent): boolean => event.shiftKey || event.ctrlKey || event.metaKey;
