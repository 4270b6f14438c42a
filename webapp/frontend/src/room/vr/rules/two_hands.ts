/** The room between two hands: apart makes it larger, around turns it, and what was held stays in the hands. */
import type { Point } from "../../moving/viewpoint";
import { MAX_METRES, MIN_METRES, type Rig, toRoom } from "./rig";

/** Hands that are nearly above each other say nothing of a turn. */
const MIN_APART_M = 0.06;

export class TwoHands {
  /** What each hand took hold of, in the room. */
  private readonly left: Point = { x: 0, y: 0, z: 0 };
  private readonly right: Point = { x: 0, y: 0, z: 0 };

  /** Both hands, in metres of the wearer's space, take hold. */
  take(rig: Readonly<Rig>, left: Readonly<Point>, right: Readonly<Point>): void {
    toRoom(rig, left.x, left.y, left.z, this.left);
    toRoom(rig, right.x, right.y, right.z, this.right);
  }

  /** The hands are here now. */
  move(rig: Rig, left: Readonly<Point>, right: Readonly<Point>): void {
    const { left: a, right: b } = this;
    const apart = Math.hypot(b.x - a.x, b.y - a.y, b.z - a.z);
    const apart_m = Math.hypot(right.x - left.x, right.y - left.y, right.z - left.z);
    if (apart < 1e-6 || apart_m < MIN_APART_M) return;
    rig.metres = Math.min(MAX_METRES, Math.max(MIN_METRES, apart_m / apart));
    const dx = right.x - left.x;
    const dz = right.z - left.z;
    if (Math.hypot(dx, dz) >= MIN_APART_M) rig.yaw = Math.atan2(b.x - a.x, b.z - a.z) - Math.atan2(dx, dz);
    const sin = Math.sin(rig.yaw);
    const cos = Math.cos(rig.yaw);
    const mx = (left.x + right.x) / 2;
    const my = (left.y + right.y) / 2;
    const mz = (left.z + right.z) / 2;
    rig.x = (a.x + b.x) / 2 - (mx * cos + mz * sin) / rig.metres;
    rig.z = (a.z + b.z) / 2 - (mz * cos - mx * sin) / rig.metres;
    rig.floor = (a.y + b.y) / 2 - (my + rig.lift_m) / rig.metres;
  }
}
