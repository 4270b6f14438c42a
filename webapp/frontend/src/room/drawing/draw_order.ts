/** In which order nodes are drawn when not all of them are: what stands out, then a fair sample of the others. */

/** The smallest share is one in so many. */
const STRIDE = 16;
/** Of 16 strides: any first part of the order is spread evenly over the rows. */
const TURNS = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15] as const;
/** So many that stand out have a place before the others. */
export const MAX_FIRST = 64;
/** Below this nothing is gained by fewer. */
const MIN_DRAWN = 4_000;

/** Rows in their order, after `MAX_FIRST` places for `putFirst`. */
export function orderRows(n: number): Uint32Array {
  const order = new Uint32Array(MAX_FIRST + n);
  let at = MAX_FIRST;
  for (const turn of TURNS) {
    for (let row = turn; row < n; row += STRIDE) order[at++] = row;
  }
  return order;
}

/** Put these rows right before the others, where they are drawn with any share of them; returns how many fitted. */
export function putFirst(order: Uint32Array, rows: readonly number[]): number {
  const n = Math.min(MAX_FIRST, rows.length);
  for (let at = 0; at < n; at += 1) order[MAX_FIRST - n + at] = rows[at] ?? 0;
  return n;
}

/** How many of `n` nodes a share of them is; of few nodes all. */
export const nDrawn = (n: number, share: number): number => Math.min(n, Math.max(Math.ceil(n * share), MIN_DRAWN));
