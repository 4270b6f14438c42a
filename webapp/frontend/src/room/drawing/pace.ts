/** How fast frames come while the room moves, and how much of it is drawn then, so that they come in time. */

/** How much of the picture is drawn. */
export interface Detail {
  /** Of the pixels along an edge. */
  readonly ratio: number;
  /** Of the nodes. */
  readonly share: number;
}

/** Fewer pixels first, for nobody sees that in motion; then fewer nodes. */
export const DETAILS = [
  { ratio: 1, share: 1 },
  { ratio: 0.75, share: 1 },
  { ratio: 0.55, share: 1 },
  { ratio: 0.55, share: 1 / 2 },
  { ratio: 0.55, share: 1 / 4 },
  { ratio: 0.55, share: 1 / 8 },
  { ratio: 0.55, share: 1 / 16 },
] as const satisfies readonly Detail[];
export const FULL: Detail = DETAILS[0];

/** Frames that are this far apart come late; from a quicker pace on more may be drawn. */
export interface Budget {
  readonly slow_ms: number;
  readonly quick_ms: number;
}

export const SCREEN: Budget = { slow_ms: 24, quick_ms: 19 };
/** 30 frames a second. */
export const PHONE: Budget = { slow_ms: 36, quick_ms: 28 };
/** 72 frames a second. */
export const HEADSET: Budget = { slow_ms: 17, quick_ms: 15 };

/** Lateness that makes the picture coarser: some late frames, or fewer very late ones, but never a single one. */
const TOO_LATE = 4;
const MAX_LATE_AT_ONCE = 1.5;
const FORGOTTEN_A_FRAME = 0.25;
/** So many quick frames in a row, and more is tried; twice as many each time that this was too much. */
const MIN_QUICK = 45;
const MAX_QUICK = 720;
/** What gains less than this is not why frames are late; nothing is tried again for so many frames. */
const MIN_GAIN = 0.1;
const GIVEN_UP_FRAMES = 600;
const KEPT = 60;

export class Pace {
  nFrames = 0;
  private level = 0;
  private late = 0;
  private quick = 0;
  private quickNeeded = MIN_QUICK;
  private triedMore = false;
  /** How far apart frames come with what is drawn now; 0 before the first. */
  private mean_ms = 0;
  /** How far apart frames came when all was drawn. */
  private full_ms = 0;
  private givenUp = 0;
  private readonly times_ms = new Float32Array(KEPT);

  constructor(private readonly budget: Budget = SCREEN) {}

  /** What is drawn while the room moves. */
  get detail(): Detail {
    return DETAILS[this.level] ?? FULL;
  }

  /** Main-thread time of the last frame, and of the slowest of those that are kept. */
  get last_ms(): number {
    return this.times_ms[(this.nFrames + KEPT - 1) % KEPT] ?? 0;
  }

  get slowest_ms(): number {
    let slowest = 0;
    for (let at = 0; at < KEPT; at += 1) slowest = Math.max(slowest, this.times_ms[at] ?? 0);
    return slowest;
  }

  add(frame_ms: number): void {
    this.times_ms[this.nFrames % KEPT] = frame_ms;
    this.nFrames += 1;
  }

  /** In a movement a frame has come so long after the one before. */
  keep(since_ms: number): void {
    const { slow_ms, quick_ms } = this.budget;
    this.mean_ms += (since_ms - this.mean_ms) * (this.mean_ms === 0 ? 1 : 0.2);
    if (this.givenUp > 0) {
      this.givenUp -= 1;
      return;
    }
    const lateness = since_ms > slow_ms ? Math.min(MAX_LATE_AT_ONCE, since_ms / slow_ms - 1) : -FORGOTTEN_A_FRAME;
    this.late = Math.max(0, this.late + lateness);
    this.quick = since_ms < quick_ms ? this.quick + 1 : 0;
    if (this.late >= TOO_LATE) this.drawLess();
    else if (this.quick >= this.quickNeeded) this.drawMore();
  }

  private drawLess(): void {
    this.late = 0;
    this.quick = 0;
    if (this.triedMore) this.quickNeeded = Math.min(MAX_QUICK, this.quickNeeded * 2);
    this.triedMore = false;
    if (this.level === 0) this.full_ms = this.mean_ms;
    if (this.level < DETAILS.length - 1) this.goTo(this.level + 1);
    else if (this.mean_ms >= this.full_ms * (1 - MIN_GAIN)) {
      // The least is drawn and they are as late as before: it is not what is drawn, so all of it is.
      this.goTo(0);
      this.givenUp = GIVEN_UP_FRAMES;
    }
  }

  private drawMore(): void {
    this.quick = 0;
    // What was tried last has held.
    if (this.triedMore) this.quickNeeded = MIN_QUICK;
    this.triedMore = this.level > 0;
    if (this.level > 0) this.goTo(this.level - 1);
  }

  /** What was measured so far was of another level. */
  private goTo(level: number): void {
    this.level = level;
    this.mean_ms = 0;
  }
}
