/**
 * Where the wearer's own space is in the room: metres on one side, lengths of the room on the other. Changed in place:
 * frames allocate nothing.
 */
import { FLOOR_AT } from "../../drawing/floor_at";
import type { Point, Viewpoint } from "../../moving/viewpoint";

export interface Rig {
  /** The origin of the wearer's space on the floor, in the room. */
  x: number;
  /** Height in the room of the floor that the wearer stands on. */
  floor: number;
  z: number;
  /** Radians around the upright axis; 0 looks along -z. */
  yaw: number;
  /** Metres that a length of the room is long. */
  metres: number;
  /** Metres by which someone who sits is lifted. */
  lift_m: number;
}

/** The room is three metres wide, and its middle is as high as the eyes of someone who stands. */
export const METRES_PER_LENGTH = 1.5;
export const MIN_METRES = 0.4;
export const MAX_METRES = 14;
/** Eyes of someone who stands, above the floor. */
export const STANDING_M = 1.6;
/** One may stand a little outside of the room. */
const MAX_AWAY = 2.4;
/** Someone who enters stands so far from what was looked at, in lengths of the room. */
const NEAREST = 0.45;
const FARTHEST = 1.9;
/** Before a node one stands so far that it can be grabbed, in metres. */
const BEFORE_NODE_M = 0.7;

export const newRig = (): Rig => ({ x: 0, floor: FLOOR_AT, z: 0, yaw: 0, metres: METRES_PER_LENGTH, lift_m: 0 });

/** Height in the room of the origin of the wearer's space. */
export const heightOf = (rig: Readonly<Rig>): number => rig.floor + rig.lift_m / rig.metres;

/** From metres of the wearer's space to the room. */
export function toRoom(rig: Readonly<Rig>, x_m: number, y_m: number, z_m: number, into: Point): Point {
  const sin = Math.sin(rig.yaw);
  const cos = Math.cos(rig.yaw);
  into.x = rig.x + (x_m * cos + z_m * sin) / rig.metres;
  into.y = heightOf(rig) + y_m / rig.metres;
  into.z = rig.z + (z_m * cos - x_m * sin) / rig.metres;
  return into;
}

/** From the room to metres of the wearer's space. */
export function toMetres(rig: Readonly<Rig>, x: number, y: number, z: number, into: Point): Point {
  const sin = Math.sin(rig.yaw);
  const cos = Math.cos(rig.yaw);
  const dx = (x - rig.x) * rig.metres;
  const dz = (z - rig.z) * rig.metres;
  into.x = dx * cos - dz * sin;
  into.y = (y - heightOf(rig)) * rig.metres;
  into.z = dx * sin + dz * cos;
  return into;
}

/** Stand on a floor of height `floor` so that the head, in metres, is above x and z of the room. */
export function standAt(rig: Rig, head: Readonly<Point>, x: number, floor: number, z: number): void {
  rig.floor = floor;
  putHead(rig, head, within(x), within(z));
}

/** Stand where the page looked from, on the floor, and look at the same. */
export function standBefore(rig: Rig, head: Readonly<Point>, headYaw: number, view: Readonly<Viewpoint>): void {
  rig.metres = METRES_PER_LENGTH;
  rig.yaw = view.yaw - headYaw;
  const away = Math.min(FARTHEST, Math.max(NEAREST, view.distance * Math.cos(view.pitch)));
  standAt(rig, head, view.x + Math.sin(view.yaw) * away, FLOOR_AT, view.z + Math.cos(view.yaw) * away);
}

/** Stand in front of a node, as one looks now, with the eyes as high as it is. */
export function standBeforeNode(rig: Rig, head: Readonly<Point>, headYaw: number, node: ArrayLike<number>): void {
  const yaw = rig.yaw + headYaw;
  const away = BEFORE_NODE_M / rig.metres;
  const floor = (node[1] ?? 0) - (head.y + rig.lift_m) / rig.metres;
  standAt(rig, head, (node[0] ?? 0) + Math.sin(yaw) * away, floor, (node[2] ?? 0) + Math.cos(yaw) * away);
}

/** Turn around where the head is. */
export function turnBy(rig: Rig, head: Readonly<Point>, radians: number): void {
  const { x, z } = toRoom(rig, head.x, 0, head.z, scratch);
  rig.yaw += radians;
  putHead(rig, head, x, z);
}

/** Walk over the floor: metres ahead and to the right, as the head looks. */
export function walkBy(rig: Rig, headYaw: number, ahead_m: number, right_m: number): void {
  const yaw = rig.yaw + headYaw;
  rig.x = within(rig.x + (-Math.sin(yaw) * ahead_m + Math.cos(yaw) * right_m) / rig.metres);
  rig.z = within(rig.z + (-Math.cos(yaw) * ahead_m - Math.sin(yaw) * right_m) / rig.metres);
}

/** Someone who sits sees as someone who stands. */
export function sit(rig: Rig, isSeated: boolean, headHeight_m: number): void {
  rig.lift_m = isSeated ? Math.max(0, STANDING_M - headHeight_m) : 0;
}

function putHead(rig: Rig, head: Readonly<Point>, x: number, z: number): void {
  const sin = Math.sin(rig.yaw);
  const cos = Math.cos(rig.yaw);
  rig.x = x - (head.x * cos + head.z * sin) / rig.metres;
  rig.z = z - (head.z * cos - head.x * sin) / rig.metres;
}

const scratch: Point = { x: 0, y: 0, z: 0 };

const within = (value: number): number => Math.min(MAX_AWAY, Math.max(-MAX_AWAY, value));
