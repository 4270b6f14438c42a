/** From a column to the sizes of nodes: the area grows with the value, for that is what the eye compares. */
import { PLAIN_SIZE } from "../drawing/plain_size";
import { type Column, UNKNOWN } from "../map/read_map";

const TOP = 254;
/** Hundredths of the plain radius at the lowest and the highest value, and where nothing is known. */
export const MIN_SIZE = 45;
export const MAX_SIZE = 230;
export const UNKNOWN_SIZE = 32;
/** The one quantity of words that has an order: what is liked is large. */
const IN_ORDER: Readonly<Record<string, readonly string[]>> = { likes: ["turned away", "not liked", "liked"] };

/** Whether nodes can be sized by a quantity: it has an order. */
export const hasSizes = ({ name, scale }: Pick<Column, "name" | "scale">): boolean =>
  scale !== "categories" || name in IN_ORDER;

/** Hundredths of the plain radius at a share 0..1 of the scale. */
export function sizeAt(share: number): number {
  const [low, high] = [(MIN_SIZE / PLAIN_SIZE) ** 2, (MAX_SIZE / PLAIN_SIZE) ** 2];
  return Math.round(Math.sqrt(low + (high - low) * Math.max(0, Math.min(1, share))) * PLAIN_SIZE);
}

/** Of each byte of the column. */
function sizeTable(column: Column): Uint8Array {
  const order = IN_ORDER[column.name];
  const shareOf = (byte: number): number =>
    order ? order.indexOf(column.categories[byte] ?? "") / (order.length - 1) : byte / TOP;
  const table = Uint8Array.from({ length: 256 }, (_, byte) => sizeAt(shareOf(byte)));
  table[UNKNOWN] = UNKNOWN_SIZE;
  return table;
}

/** Hundredths of the plain radius by row; null where a column has no order. */
export function sizesOf(column: Column): Uint8Array | null {
  if (!hasSizes(column)) return null;
  const table = sizeTable(column);
  return column.bytes.map((byte) => table[byte] ?? PLAIN_SIZE);
}
