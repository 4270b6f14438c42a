/** Where one looks from: a point that is looked at, and the way from there to the eye. Changed in place: frames allocate nothing. */

export interface Viewpoint {
  /** The point that is looked at. */
  x: number;
  y: number;
  z: number;
  /** Radians around the upright axis. */
  yaw: number;
  /** Radians above the floor. */
  pitch: number;
  distance: number;
}

export const MIN_DISTANCE = 0.03;
export const MAX_DISTANCE = 9;
const MAX_PITCH = 1.52;
/** One may leave the room a little, not get lost outside. */
const MAX_AWAY = 1.8;

/** The whole room from a corner, a little above. */
export const OVERVIEW: Readonly<Viewpoint> = { x: 0, y: -0.12, z: 0, yaw: 0.7, pitch: 0.3, distance: 2.9 };
export interface Point {
  x: number;
  y: number;
  z: number;
}

export function eyeOf(view: Readonly<Viewpoint>, eye: Point): Point {
  const flat = Math.cos(view.pitch) * view.distance;
  eye.x = view.x + Math.sin(view.yaw) * flat;
  eye.y = view.y + Math.sin(view.pitch) * view.distance;
  eye.z = view.z + Math.cos(view.yaw) * flat;
  return eye;
}

/** Go around the point that is looked at. */
export function orbit(view: Viewpoint, by_yaw: number, by_pitch: number): void {
  view.yaw += by_yaw;
  view.pitch = within(view.pitch + by_pitch, -MAX_PITCH, MAX_PITCH);
}

/** Come nearer (below 1) or go away (above 1). */
export function zoom(view: Viewpoint, factor: number): void {
  view.distance = within(view.distance * factor, MIN_DISTANCE, MAX_DISTANCE);
}

/** Turn the head: the eye stays, what is looked at changes. */
export function look(view: Viewpoint, by_yaw: number, by_pitch: number): void {
  const { x, y, z } = eyeOf(view, scratch);
  orbit(view, by_yaw, by_pitch);
  eyeOf(view, scratch);
  moveBy(view, x - scratch.x, y - scratch.y, z - scratch.z);
}

/** Walk: ahead in the direction of the look, to the right, and straight up. */
export function walk(view: Viewpoint, ahead: number, right: number, up: number): void {
  const flat = Math.cos(view.pitch);
  const x = -Math.sin(view.yaw) * flat * ahead + Math.cos(view.yaw) * right;
  const y = -Math.sin(view.pitch) * ahead + up;
  const z = -Math.cos(view.yaw) * flat * ahead - Math.sin(view.yaw) * right;
  moveBy(view, x, y, z);
}

/** Move what is seen under the hand: right and up on the screen, in lengths of the room. */
export function pan(view: Viewpoint, right: number, up: number): void {
  const tilt = Math.sin(view.pitch);
  moveBy(
    view,
    Math.cos(view.yaw) * right - Math.sin(view.yaw) * tilt * up,
    Math.cos(view.pitch) * up,
    -Math.sin(view.yaw) * right - Math.cos(view.yaw) * tilt * up,
  );
}

const scratch: Point = { x: 0, y: 0, z: 0 };

function moveBy(view: Viewpoint, x: number, y: number, z: number): void {
  view.x = within(view.x + x, -MAX_AWAY, MAX_AWAY);
  view.y = within(view.y + y, -MAX_AWAY, MAX_AWAY);
  view.z = within(view.z + z, -MAX_AWAY, MAX_AWAY);
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
