/** A knob in the hand: the wrist's roll is its turn. */

/** Radians of the wrist from a knob's lowest to its highest value; one lets go and takes it again for more. */
export const WHOLE_TURN = (Math.PI * 5) / 6;

/** How far a hand is rolled, in radians, clockwise as its owner sees it; `matrix`: 16 numbers by column. */
export const rollOf = (matrix: ArrayLike<number>): number => Math.atan2(-(matrix[1] ?? 0), matrix[5] ?? 1);

/** From one roll to another the short way, -PI..PI. */
export const rolledBy = (from: number, to: number): number => Math.atan2(Math.sin(to - from), Math.cos(to - from));

/** The value of a knob that was at `value` when the hand took it, after the wrist has rolled `by` radians. */
export function turnedValue(value: number, by: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value + (by / WHOLE_TURN) * (high - low)));
}
