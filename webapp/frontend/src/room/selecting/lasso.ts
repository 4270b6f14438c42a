/** A line that is drawn around points of the picture, and what lies inside of it. */
import { signal } from "@preact/signals";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The line is no finer than this: a hand is not that steady. */
const STEP_PX = 4;

/** Points of the line that is being drawn, in pixels of the picture; empty while none is. */
export const lassoLine = signal<readonly Point[]>([]);

export function beginLasso(x: number, y: number): void {
  lassoLine.value = [{ x, y }];
}

export function drawLasso(x: number, y: number): void {
  const line = lassoLine.peek();
  const last = line.at(-1);
  if (last && Math.hypot(last.x - x, last.y - y) < STEP_PX) return;
  lassoLine.value = [...line, { x, y }];
}

/** Returns the line, closed by a straight way back to where it began. */
export function endLasso(): readonly Point[] {
  const line = lassoLine.peek();
  if (line.length > 0) lassoLine.value = [];
  return line;
}

/** Whether a point lies inside of a closed line; where it crosses itself, inside is where an odd number of turns goes. */
export function isInside(line: readonly Point[], x: number, y: number): boolean {
  let isIn = false;
  for (let at = 0, before = line.length - 1; at < line.length; before = at, at += 1) {
    const [one, other] = [line[at], line[before]];
    if (!one || !other || one.y > y === other.y > y) continue;
    if (x < one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x)) isIn = !isIn;
  }
  return isIn;
}

/** The rows of `n` that are seen inside of the line; `pointOf` gives null for what is not in the picture. */
export function rowsInside(line: readonly Point[], n: number, pointOf: (row: number) => Point | null): number[] {
  if (line.length < 3) return [];
  const xs = line.map(({ x }) => x);
  const ys = line.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const rows: number[] = [];
  for (let row = 0; row < n; row += 1) {
    const point = pointOf(row);
    if (!point || point.x < left || point.x > right || point.y < top || point.y > bottom) continue;
    if (isInside(line, point.x, point.y)) rows.push(row);
  }
  return rows;
}
