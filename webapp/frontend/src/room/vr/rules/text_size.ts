/** How large words are for the eye: degrees of a line of text, seen from a distance. */

/** Below this a line cannot be read in a headset. */
export const MIN_LINE_DEGREES = 1.3;
/** From the eyes to a panel, an arm's length. */
export const ARM_M = 0.65;

export const degreesOf = (height_m: number, distance_m: number): number =>
  (2 * Math.atan(height_m / 2 / distance_m) * 180) / Math.PI;

/** The height in metres of what is so many degrees high at that distance. */
export const heightOfDegrees = (degrees: number, distance_m: number): number =>
  2 * distance_m * Math.tan((degrees * Math.PI) / 360);
