/** Keys that move while they are held: W A S D and Q E to fly, arrows to look around, plus and minus for near and far. */
import { orbit, type Viewpoint, walk, zoom } from "./viewpoint";

/** Rooms a second, at a distance of one room from what is looked at. */
const SPEED = 0.9;
const TURN_PER_S = 1.6;
const ZOOM_PER_S = 2.2;
const FASTER = 3;

const KEYS = [
  "KeyW",
  "KeyA",
  "KeyS",
  "KeyD",
  "KeyQ",
  "KeyE",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
] as const;
const ZOOMS: Readonly<Record<string, 1 | -1>> = { "+": -1, "=": -1, "-": 1, _: 1 };

export class HeldKeys {
  private readonly held = new Set<string>();
  private zooms = 0;
  private isFast = false;

  get isAny(): boolean {
    return this.held.size > 0 || this.zooms !== 0;
  }

  /** Whether one flies, so that the mouse looks around instead of orbiting. */
  get isFlying(): boolean {
    for (const code of this.held) if (code.startsWith("Key")) return true;
    return false;
  }

  /** Returns whether the key is one of these. */
  press(event: Pick<KeyboardEvent, "code" | "key" | "shiftKey">): boolean {
    this.isFast = event.shiftKey;
    const zooms = ZOOMS[event.key];
    if (zooms) this.zooms = zooms;
    else if ((KEYS as readonly string[]).includes(event.code)) this.held.add(event.code);
    else return false;
    return true;
  }

  release(event: Pick<KeyboardEvent, "code" | "key" | "shiftKey">): void {
    this.isFast = event.shiftKey;
    this.held.delete(event.code);
    if (ZOOMS[event.key]) this.zooms = 0;
  }

  releaseAll(): void {
    this.held.clear();
    this.zooms = 0;
  }

  move(view: Viewpoint, seconds: number): void {
    const way = SPEED * seconds * Math.max(0.15, Math.min(1.5, view.distance)) * (this.isFast ? FASTER : 1);
    walk(view, this.pair("KeyW", "KeyS") * way, this.pair("KeyD", "KeyA") * way, this.pair("KeyE", "KeyQ") * way);
    const turn = TURN_PER_S * seconds;
    orbit(view, this.pair("ArrowLeft", "ArrowRight") * -turn, this.pair("ArrowUp", "ArrowDown") * turn);
    if (this.zooms !== 0) zoom(view, ZOOM_PER_S ** (this.zooms * seconds));
  }

  private pair(plus: string, minus: string): number {
    return (this.held.has(plus) ? 1 : 0) - (this.held.has(minus) ? 1 : 0);
  }
}
