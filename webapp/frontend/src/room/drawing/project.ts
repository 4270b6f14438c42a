/** From places of the room to points of the picture, without three: labels and the flat map ask for it often. */

export interface Seen {
  /** Pixels from the left and from the top. */
  x: number;
  y: number;
  /** Distance before the eye; 0 or less is behind it. */
  depth: number;
}

/** `matrix`: 16 numbers by column, the product of projection and view. */
export function project(
  matrix: ArrayLike<number>,
  x: number,
  y: number,
  z: number,
  width: number,
  height: number,
  seen: Seen,
): Seen {
  const depth = line(matrix, 3, x, y, z);
  seen.depth = depth;
  seen.x = (line(matrix, 0, x, y, z) / depth / 2 + 0.5) * width;
  seen.y = (0.5 - line(matrix, 1, x, y, z) / depth / 2) * height;
  return seen;
}

const line = (matrix: ArrayLike<number>, row: number, x: number, y: number, z: number): number =>
  (matrix[row] ?? 0) * x + (matrix[row + 4] ?? 0) * y + (matrix[row + 8] ?? 0) * z + (matrix[row + 12] ?? 0);
