/** From where all of the room is seen: as near as it is, however it fills its space and whatever shape the picture has. */
import { MAX_DISTANCE, OVERVIEW, type Viewpoint } from "./viewpoint";

/** Along axes, nodes stand up to the corners of the room, and their names beyond. */
const ALONG_AXES = 3.9;
const MIN_DISTANCE_OF_ALL = 1.2;
/** Half of the picture's height at a distance of 1, less what stands above and below; the same across it. */
const HALF_HIGH = 0.33;
const HALF_WIDE = 0.4;
/** What is as wide as this many heights of the picture shows the axes whole; narrower, from farther away. */
const FULL_WIDE = 1;

/** The part of a picture that nothing lies over, in heights of the whole picture. */
export interface FreePart {
  readonly wide: number;
  readonly high: number;
}

/** The overview in such a picture; `hasAxes`: nodes stand along axes, which are to be seen, too. */
export function overviewOf(places: Float32Array, free: FreePart, hasAxes: boolean): Viewpoint {
  if (hasAxes || places.length === 0) {
    return {
      ...OVERVIEW,
      distance: Math.min(MAX_DISTANCE, ALONG_AXES * Math.max(1 / free.high, FULL_WIDE / free.wide)),
    };
  }
  const [x, y, z] = [middle(places, 0), middle(places, 1), middle(places, 2)];
  const [sinYaw, cosYaw] = [Math.sin(OVERVIEW.yaw), Math.cos(OVERVIEW.yaw)];
  const [sinPitch, cosPitch] = [Math.sin(OVERVIEW.pitch), Math.cos(OVERVIEW.pitch)];
  let distance = MIN_DISTANCE_OF_ALL;
  for (let at = 0; at + 2 < places.length; at += 3) {
    const [dx, dy, dz] = [(places[at] ?? 0) - x, (places[at + 1] ?? 0) - y, (places[at + 2] ?? 0) - z];
    const flat = dx * sinYaw + dz * cosYaw;
    const towardsEye = flat * cosPitch + dy * sinPitch;
    const across = Math.abs(dx * cosYaw - dz * sinYaw) / (HALF_WIDE * free.wide);
    const high = Math.abs(dy * cosPitch - flat * sinPitch) / (HALF_HIGH * free.high);
    distance = Math.max(distance, towardsEye + across, towardsEye + high);
  }
  return { ...OVERVIEW, x, y, z, distance: Math.min(MAX_DISTANCE, distance) };
}

/** Between the lowest and the highest of all places, along one of x y z. */
function middle(places: Float32Array, axis: number): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = axis; at < places.length; at += 3) {
    const value = places[at] ?? 0;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return (low + high) / 2;
}
