/** Rows by where they stand: the room in cells, so that a ray looks only at what is near it. */
import { PLAIN_SIZE } from "../drawing/plain_size";

const CELLS = 32;
/** The room with what stands outside of its axes. */
const LOW = -1.25;
const SIZE = 2.5;
const CELL = SIZE / CELLS;

export interface Ray {
  /** Where it starts. */
  x: number;
  y: number;
  z: number;
  /** Its direction, of length 1. */
  dx: number;
  dy: number;
  dz: number;
}

export class Grid {
  /** Where each cell's rows begin in `rows`; one more than there are cells. */
  private readonly starts = new Uint32Array(CELLS ** 3 + 1);
  private readonly rows: Uint32Array;
  /** Number of the ray that has looked into a cell. */
  private readonly seen = new Uint32Array(CELLS ** 3);
  private ray = 0;
  private best = -1;
  private bestScore = 0;
  private sizes: Uint8Array | null = null;

  /** `places`: x y z of each row. */
  constructor(private readonly places: Float32Array) {
    const n = places.length / 3;
    this.rows = new Uint32Array(n);
    const cells = new Uint32Array(n);
    for (let row = 0; row < n; row += 1) {
      const cell = cellOf(places[row * 3] ?? 0, places[row * 3 + 1] ?? 0, places[row * 3 + 2] ?? 0);
      cells[row] = cell;
      this.starts[cell + 1] = (this.starts[cell + 1] ?? 0) + 1;
    }
    for (let cell = 0; cell < CELLS ** 3; cell += 1) {
      this.starts[cell + 1] = (this.starts[cell + 1] ?? 0) + (this.starts[cell] ?? 0);
    }
    const next = this.starts.slice();
    for (let row = 0; row < n; row += 1) {
      const cell = cells[row] ?? 0;
      const at = next[cell] ?? 0;
      this.rows[at] = row;
      next[cell] = at + 1;
    }
  }

  /**
   * The row that the ray meets first, -1 for none. A node is met within its `radius`, and within `perDepth` times its
   * distance where that is more: what is far is small, and a hand is not that steady. `sizes`: hundredths of
   * the radius by row; null where all are alike.
   */
  pick(ray: Ray, radius: number, perDepth: number, sizes: Uint8Array | null = null): number {
    this.sizes = sizes;
    this.ray += 1;
    this.best = -1;
    this.bestScore = Number.POSITIVE_INFINITY;
    const span = entry(ray);
    for (let way = Math.max(0, span.from); way <= span.to; way += CELL) {
      const cx = at(ray.x + ray.dx * way);
      const cy = at(ray.y + ray.dy * way);
      const cz = at(ray.z + ray.dz * way);
      for (let x = Math.max(0, cx - 1); x <= Math.min(CELLS - 1, cx + 1); x += 1) {
        for (let y = Math.max(0, cy - 1); y <= Math.min(CELLS - 1, cy + 1); y += 1) {
          for (let z = Math.max(0, cz - 1); z <= Math.min(CELLS - 1, cz + 1); z += 1) {
            this.look(ray, (x * CELLS + y) * CELLS + z, radius, perDepth);
          }
        }
      }
      // What was met is nearer than all that comes.
      if (this.best >= 0 && way > this.bestScore + 3 * CELL) break;
    }
    return this.best;
  }

  /** Up to `count` rows nearest to a point, nearest first; `isFit` leaves some out. */
  nearest(x: number, y: number, z: number, count: number, isFit: (row: number) => boolean): number[] {
    const found: { row: number; way: number }[] = [];
    for (let ring = 2; ring <= CELLS; ring *= 2) {
      found.length = 0;
      const [cx, cy, cz] = [at(x), at(y), at(z)];
      for (let i = Math.max(0, cx - ring); i <= Math.min(CELLS - 1, cx + ring); i += 1) {
        for (let j = Math.max(0, cy - ring); j <= Math.min(CELLS - 1, cy + ring); j += 1) {
          for (let k = Math.max(0, cz - ring); k <= Math.min(CELLS - 1, cz + ring); k += 1) {
            const cell = (i * CELLS + j) * CELLS + k;
            for (let index = this.starts[cell] ?? 0; index < (this.starts[cell + 1] ?? 0); index += 1) {
              const row = this.rows[index] ?? 0;
              const way = this.wayTo(row, x, y, z);
              if (way <= ring * CELL && isFit(row)) found.push({ row, way });
            }
          }
        }
      }
      if (found.length >= count) break;
    }
    return found
      .sort((one, other) => one.way - other.way)
      .slice(0, count)
      .map(({ row }) => row);
  }

  private wayTo(row: number, x: number, y: number, z: number): number {
    const { places } = this;
    return Math.hypot((places[row * 3] ?? 0) - x, (places[row * 3 + 1] ?? 0) - y, (places[row * 3 + 2] ?? 0) - z);
  }

  private look(ray: Ray, cell: number, radius: number, perDepth: number): void {
    if (this.seen[cell] === this.ray) return;
    this.seen[cell] = this.ray;
    const { places, rows, starts, sizes } = this;
    for (let index = starts[cell] ?? 0; index < (starts[cell + 1] ?? 0); index += 1) {
      const row = rows[index] ?? 0;
      const x = (places[row * 3] ?? 0) - ray.x;
      const y = (places[row * 3 + 1] ?? 0) - ray.y;
      const z = (places[row * 3 + 2] ?? 0) - ray.z;
      const depth = x * ray.dx + y * ray.dy + z * ray.dz;
      if (depth <= 0.01) continue;
      const beside = Math.sqrt(Math.max(0, x * x + y * y + z * z - depth * depth));
      const own = sizes ? (radius * (sizes[row] ?? PLAIN_SIZE)) / PLAIN_SIZE : radius;
      const reach = Math.max(own, perDepth * depth);
      if (beside > reach) continue;
      // Nearer ones first, and among those about as near the one that is hit best.
      const score = depth + (beside / reach) * CELL;
      if (score < this.bestScore) {
        this.bestScore = score;
        this.best = row;
      }
    }
  }
}

const at = (place: number): number => Math.min(CELLS - 1, Math.max(0, Math.floor((place - LOW) / CELL)));

const cellOf = (x: number, y: number, z: number): number => (at(x) * CELLS + at(y)) * CELLS + at(z);

const span = { from: 0, to: -1 };

/** The part of the ray that is in the room; empty when it passes by. */
function entry(ray: Ray): typeof span {
  span.from = 0;
  span.to = Number.POSITIVE_INFINITY;
  cut(ray.x, ray.dx);
  cut(ray.y, ray.dy);
  cut(ray.z, ray.dz);
  return span;
}

function cut(from: number, by: number): void {
  if (Math.abs(by) < 1e-9) {
    if (from < LOW || from > LOW + SIZE) span.to = -1;
    return;
  }
  const [one, other] = [(LOW - from) / by, (LOW + SIZE - from) / by];
  span.from = Math.max(span.from, Math.min(one, other));
  span.to = Math.min(span.to, Math.max(one, other));
}
