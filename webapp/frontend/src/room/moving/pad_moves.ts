/** A gamepad of the standard layout: sticks walk and turn the head, triggers lift, and buttons act once when pressed. */
import { look, type Viewpoint, walk } from "./viewpoint";

/** What a button does; in the order of the standard layout's numbers where they stand. */
export type PadAct = "choose" | "back" | "next";
const BUTTONS: Readonly<Record<number, PadAct>> = { 0: "choose", 1: "back", 4: "next", 5: "next" };
const [LEFT_TRIGGER, RIGHT_TRIGGER] = [6, 7];
const STANDARD = "standard";

/** A stick at rest is never quite at rest. */
const AT_REST = 0.16;
/** Lengths of the room a second, at a distance of one from what is looked at. */
const SPEED = 0.9;
const TURN_PER_S = 1.8;

/** What is read of a gamepad. */
export interface PadState {
  readonly mapping: string;
  readonly axes: readonly number[];
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[];
}

export class PadMoves {
  private ahead = 0;
  private right = 0;
  private up = 0;
  private yaw = 0;
  private pitch = 0;
  /** Buttons that are held, a bit each. */
  private held = 0;

  get isAny(): boolean {
    return this.ahead !== 0 || this.right !== 0 || this.up !== 0 || this.yaw !== 0 || this.pitch !== 0;
  }

  /** Take over what the pad is like now; `act` is told of each button that has come down. */
  read({ mapping, axes, buttons }: PadState, act: (what: PadAct) => void): void {
    if (mapping !== STANDARD) return;
    this.right = pushed(axes[0]);
    this.ahead = -pushed(axes[1]);
    this.yaw = -pushed(axes[2]);
    this.pitch = pushed(axes[3]);
    this.up = pushed(buttons[RIGHT_TRIGGER]?.value) - pushed(buttons[LEFT_TRIGGER]?.value);
    let held = 0;
    for (let number = 0; number <= 5; number += 1) {
      const what = BUTTONS[number];
      if (!what || !buttons[number]?.pressed) continue;
      held |= 1 << number;
      if (!(this.held & (1 << number))) act(what);
    }
    this.held = held;
  }

  /** Nobody holds it any more, or it means something else just now. */
  release(): void {
    this.ahead = this.right = this.up = this.yaw = this.pitch = 0;
  }

  move(view: Viewpoint, seconds: number): void {
    const way = SPEED * seconds * Math.max(0.15, Math.min(1.5, view.distance));
    walk(view, this.ahead * way, this.right * way, this.up * way);
    look(view, this.yaw * TURN_PER_S * seconds, this.pitch * TURN_PER_S * seconds);
  }
}

/** Slow near the middle, where one aims. */
function pushed(value = 0): number {
  const beyond = Math.min(1, Math.max(0, Math.abs(value) - AT_REST) / (1 - AT_REST));
  return Math.sign(value) * beyond * beyond;
}
