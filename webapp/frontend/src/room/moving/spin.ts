/** What goes on turning for a moment when a hand lets go in motion. */
import { orbit, type Viewpoint } from "./viewpoint";

/** Of the speed is left after a second. */
const LEFT_AFTER_S = 0.004;
/** Slower than this it stands, in radians a second. */
const STANDS = 0.02;
const MAX_SPEED = 4;
/** The hand's speed is that of the last moments, not of the last event. */
const SMOOTH = 0.35;
/** A hand that has rested so long before it lets go has stopped the room. */
const RESTED_MS = 60;

export class Spin {
  private yaw = 0;
  private pitch = 0;
  private isOn = false;
  private moved_ms = 0;

  get isTurning(): boolean {
    return this.isOn;
  }

  /** The hand has turned the room by this at this moment. */
  turn(by_yaw: number, by_pitch: number, now_ms: number): void {
    const seconds = Math.max(0.004, Math.min(0.1, (now_ms - this.moved_ms) / 1_000));
    this.yaw += (clamped(by_yaw / seconds) - this.yaw) * SMOOTH;
    this.pitch += (clamped(by_pitch / seconds) - this.pitch) * SMOOTH;
    this.moved_ms = now_ms;
  }

  letGo(now_ms: number): void {
    this.isOn = now_ms - this.moved_ms < RESTED_MS && this.isFast;
  }

  stop(): void {
    this.isOn = false;
    this.yaw = 0;
    this.pitch = 0;
  }

  move(view: Viewpoint, seconds: number): void {
    if (!this.isOn) return;
    orbit(view, this.yaw * seconds, this.pitch * seconds);
    const left = LEFT_AFTER_S ** seconds;
    this.yaw *= left;
    this.pitch *= left;
    if (!this.isFast) this.stop();
  }

  private get isFast(): boolean {
    return Math.abs(this.yaw) + Math.abs(this.pitch) > STANDS;
  }
}

const clamped = (speed: number): number => Math.max(-MAX_SPEED, Math.min(MAX_SPEED, speed));
