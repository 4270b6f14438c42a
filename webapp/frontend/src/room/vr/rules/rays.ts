/** Rays of the hands: out of a hand's matrix, onto the floor, and onto a panel. */
import type { Point } from "../../moving/viewpoint";
import type { Ray } from "../../picking/grid";

/** Written to by `meetPanel`. */
export interface PanelHit {
  /** Shares of the panel from the left and from the top. */
  x: number;
  y: number;
  /** Along the ray, in lengths of the room. */
  way: number;
}

/** The ray that leaves a hand forward; `matrix`: from the hand to the room, 16 numbers by column, of any scale. */
export function rayOf(matrix: ArrayLike<number>, ray: Ray): Ray {
  const bx = matrix[8] ?? 0;
  const by = matrix[9] ?? 0;
  const bz = matrix[10] ?? 1;
  const length = Math.hypot(bx, by, bz) || 1;
  ray.x = matrix[12] ?? 0;
  ray.y = matrix[13] ?? 0;
  ray.z = matrix[14] ?? 0;
  ray.dx = -bx / length;
  ray.dy = -by / length;
  ray.dz = -bz / length;
  return ray;
}

/** How far along the ray it comes down to a floor of that height; infinite where it does not. */
export const wayToFloor = (ray: Readonly<Ray>, floor: number): number =>
  ray.dy < -0.05 && ray.y > floor ? (floor - ray.y) / ray.dy : Number.POSITIVE_INFINITY;

/**
 * Whether the ray meets a panel from its front, and where. `inverse`: from the room to the panel, which is 1 wide and
 * 1 high around its own origin and looks along its z.
 */
export function meetPanel(inverse: ArrayLike<number>, ray: Readonly<Ray>, hit: PanelHit): boolean {
  const from_z = line(inverse, 2, ray.x, ray.y, ray.z, 1);
  const by_z = line(inverse, 2, ray.dx, ray.dy, ray.dz, 0);
  if (from_z <= 0 || by_z >= 0) return false;
  const way = -from_z / by_z;
  hit.way = way;
  hit.x = 0.5 + line(inverse, 0, ray.x + ray.dx * way, ray.y + ray.dy * way, ray.z + ray.dz * way, 1);
  hit.y = 0.5 - line(inverse, 1, ray.x + ray.dx * way, ray.y + ray.dy * way, ray.z + ray.dz * way, 1);
  return hit.x >= 0 && hit.x <= 1 && hit.y >= 0 && hit.y <= 1;
}

/** Whether a hand has moved so far since it pressed that it drags and does not only press; metres and a direction. */
export function isDrag(from: Readonly<Point>, way: Readonly<Ray>, at: Readonly<Point>, now: Readonly<Ray>): boolean {
  if (Math.hypot(at.x - from.x, at.y - from.y, at.z - from.z) > DRAG_M) return true;
  return way.dx * now.dx + way.dy * now.dy + way.dz * now.dz < DRAG_COS;
}

/** A pinch is never quite still. */
const DRAG_M = 0.05;
const DRAG_COS = Math.cos((7 * Math.PI) / 180);

const line = (m: ArrayLike<number>, row: number, x: number, y: number, z: number, w: number): number =>
  (m[row] ?? 0) * x + (m[row + 4] ?? 0) * y + (m[row + 8] ?? 0) * z + (m[row + 12] ?? 0) * w;
