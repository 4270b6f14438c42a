/** From the bytes of a column to values, and to places along an axis of the room. */
import { type Column, UNKNOWN } from "./read_map";

const TOP = 254;
/** Of its part of the axis, a category's rows fill so much: the gaps tell it from the next. */
const KIND_WIDTH = 0.6;

/** The value of a byte, null where nothing is known; of categories it is their number. */
export function valueAt(column: Pick<Column, "scale" | "low" | "high">, byte: number): number | null {
  if (byte === UNKNOWN) return null;
  if (column.scale === "categories") return byte;
  if (column.scale === "log") return column.low * (column.high / column.low) ** (byte / TOP);
  return column.low + ((column.high - column.low) * byte) / TOP;
}

const counted = new WeakMap<Uint8Array, number>();

/** Of how many rows a column knows something; counted once. */
export function nKnown(bytes: Uint8Array): number {
  const before = counted.get(bytes);
  if (before !== undefined) return before;
  let n = 0;
  for (const byte of bytes) if (byte !== UNKNOWN) n += 1;
  counted.set(bytes, n);
  return n;
}

/** A category's name, if the row has one. */
export function categoryOf(column: Column, row: number): string | null {
  const byte = column.bytes[row] ?? UNKNOWN;
  return column.scale === "categories" ? (column.categories[byte] ?? null) : null;
}

/** Where what has no value stands: outside the axis, so that nobody takes it for a low value. */
export const NOWHERE = -1.12;

/**
 * Places along one axis, -1..1. Within its own step each row is moved by a fixed part of it, or rows of one byte would
 * stand in one plane; that is finer than what the byte can say.
 */
export function fillAxis(places: Float32Array, axis: 0 | 1 | 2, column: Column): void {
  const placeOf = column.scale === "categories" ? placeOfKind(column.categories.length) : placeOfStep;
  for (let row = 0; row < column.bytes.length; row += 1) {
    const byte = column.bytes[row] ?? UNKNOWN;
    places[row * 3 + axis] = byte === UNKNOWN ? NOWHERE : placeOf(byte, scatter(row, axis) - 0.5);
  }
}

/** The byte whose step a place along an axis lies in; null outside of the axis. */
export function byteAt(column: Column, place: number): number | null {
  if (place < -1 || place > 1) return null;
  const share = (place + 1) / 2;
  if (column.scale !== "categories") return Math.round(share * TOP);
  const n = column.categories.length;
  return n === 0 ? null : Math.min(n - 1, Math.floor(share * n));
}

/** Each category has an equal part of the axis, and its rows stand in the middle of it. */
const placeOfKind = (n: number) => (byte: number, within: number) =>
  ((byte + 0.5 + within * KIND_WIDTH) / Math.max(1, n)) * 2 - 1;

/** The lowest and the highest value stand at the very ends. */
const placeOfStep = (byte: number, within: number) => Math.max(-1, Math.min(1, ((byte + within) / TOP) * 2 - 1));

/** A number of 0..1 that looks like chance and is always the same for a row and an axis. */
function scatter(row: number, axis: number): number {
  let mixed = Math.imul(row + 1, 0x9e37_79b1) ^ Math.imul(axis + 1, 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  mixed ^= mixed >>> 13;
  return (mixed >>> 0) / 0x1_0000_0000;
}
