/** How fast frames come: what they cost, and whether the picture must be coarser while it moves. */

/** A frame that takes longer makes the picture coarser while it moves. */
const SLOW_MS = 34;
const SLOW_IN_A_ROW = 4;
const KEPT = 60;

export class Pace {
  isCoarse = false;
  nFrames = 0;
  private slow = 0;
  private readonly times_ms = new Float32Array(KEPT);

  /** Main-thread time of the last frame, and of the slowest of those that are kept. */
  get last_ms(): number {
    return this.times_ms[(this.nFrames + KEPT - 1) % KEPT] ?? 0;
  }

  get slowest_ms(): number {
    return Math.max(...this.times_ms);
  }

  add(frame_ms: number): void {
    this.times_ms[this.nFrames % KEPT] = frame_ms;
    this.nFrames += 1;
  }

  /** Coarser while it moves and the machine cannot keep up, at rest fine; returns whether that has changed. */
  keep(isMoving: boolean, wasMoving: boolean, since_ms: number): boolean {
    if (isMoving && wasMoving) this.slow = since_ms > SLOW_MS ? this.slow + 1 : 0;
    const isCoarse = isMoving && (this.isCoarse || this.slow > SLOW_IN_A_ROW);
    const hasChanged = isCoarse !== this.isCoarse;
    this.isCoarse = isCoarse;
    return hasChanged;
  }
}
