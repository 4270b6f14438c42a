/** What a thumbstick means: turns in steps, and a teleport that is aimed while the stick is forward. */

const PUSHED = 0.7;
const RELEASED = 0.35;
const DEAD = 0.15;
/** Radians of one step. */
export const SNAP = Math.PI / 6;
/** Metres a second of smooth motion. */
export const WALK_M_S = 1.3;

export class SnapTurn {
  private isArmed = true;

  /** `x` of the stick, -1..1; returns -1 to the left, 1 to the right, 0 otherwise: once for each push. */
  step(x: number): -1 | 0 | 1 {
    if (Math.abs(x) < RELEASED) this.isArmed = true;
    if (!this.isArmed || Math.abs(x) < PUSHED) return 0;
    this.isArmed = false;
    return x < 0 ? -1 : 1;
  }
}

export class TeleportStick {
  isAiming = false;

  /** Both axes of the stick, forward is -y; returns whether one goes now, where one has aimed at. */
  step(x: number, y: number): boolean {
    if (!this.isAiming) {
      this.isAiming = y < -PUSHED && Math.abs(x) < PUSHED;
      return false;
    }
    if (Math.hypot(x, y) > RELEASED) return false;
    this.isAiming = false;
    return true;
  }
}

/** How strongly one walks along an axis of the stick: nothing near its middle. */
export const walkOf = (axis: number): number =>
  Math.abs(axis) < DEAD ? 0 : ((Math.abs(axis) - DEAD) / (1 - DEAD)) * Math.sign(axis);
