/** Which columns the table has: what the room shows, and what was added; at most as many as the server makes. */
import type { Quantity } from "../../map/records";

export const MAX_COLUMNS = 6;

export interface Shown {
  readonly colour: string;
  readonly size: string;
  readonly axes: readonly string[] | null;
  /** Whether a week is shown: colours and sizes are its plays. */
  readonly hasWeek: boolean;
}

/** How the server calls the plays of a week. */
export const WEEK_PLAYS = "plays_of_week";

/** In the order of the page: the week, colour, size, axes, then what was added; each once, and only what is there. */
export function columnsOf(shown: Shown, added: readonly string[], available: readonly Quantity[]): readonly string[] {
  const here = new Set(available.flatMap((each) => (each.is_available ? [each.name] : [])));
  const names = [shown.colour, shown.size, ...(shown.axes ?? []), ...added];
  const known = [...new Set(names)].filter((name) => here.has(name));
  return [...(shown.hasWeek ? [WEEK_PLAYS] : []), ...known].slice(0, MAX_COLUMNS);
}

/** The same with the one that the table is sorted by first, as the server wants them. */
export const withFirst = (names: readonly string[], first: string): readonly string[] =>
  names.includes(first) ? [first, ...names.filter((name) => name !== first)] : names;

/** Base64 of one bit a row: that of row `r` is bit `r % 8` of byte `r >> 3`. */
export function bitsOf(nRows: number, eachRow: (tell: (row: number) => void) => void): string {
  const bytes = new Uint8Array(Math.ceil(nRows / 8));
  eachRow((row) => {
    if (row < nRows) bytes[row >> 3] = (bytes[row >> 3] ?? 0) | (1 << (row & 7));
  });
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
