/** A way from one viewpoint to another: out a little, over, and in again, so that one sees where it goes. */
import type { Viewpoint } from "./viewpoint";

/** Of a flight across the whole room; a short one takes less. */
const LONGEST_MS = 1_400;
const SHORTEST_MS = 450;

export class Flight {
  isOn = false;
  private readonly from: Viewpoint = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0, distance: 1 };
  private readonly to: Viewpoint = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0, distance: 1 };
  private began_ms = 0;
  private lasts_ms = 0;
  private lift = 0;

  begin(from: Readonly<Viewpoint>, to: Readonly<Viewpoint>, now_ms: number): void {
    Object.assign(this.from, from);
    Object.assign(this.to, to);
    // The short way round.
    this.to.yaw = from.yaw + Math.atan2(Math.sin(to.yaw - from.yaw), Math.cos(to.yaw - from.yaw));
    const way = Math.hypot(to.x - from.x, to.y - from.y, to.z - from.z);
    const nearer = Math.abs(Math.log(to.distance / from.distance));
    const share = Math.min(1, way / 2 + nearer / 4 + Math.abs(this.to.yaw - from.yaw) / 6);
    this.lasts_ms = SHORTEST_MS + (LONGEST_MS - SHORTEST_MS) * share;
    this.lift = Math.min(0.9, Math.max(0, way - Math.max(from.distance, to.distance)) * 0.9);
    this.began_ms = now_ms;
    this.isOn = true;
  }

  stop(): void {
    this.isOn = false;
  }

  /** Put `view` where one is at this moment; after the end it stays there. */
  follow(view: Viewpoint, now_ms: number): void {
    const share = Math.min(1, Math.max(0, (now_ms - this.began_ms) / this.lasts_ms));
    const done = share * share * share * (share * (share * 6 - 15) + 10);
    view.x = this.from.x + (this.to.x - this.from.x) * done;
    view.y = this.from.y + (this.to.y - this.from.y) * done;
    view.z = this.from.z + (this.to.z - this.from.z) * done;
    view.yaw = this.from.yaw + (this.to.yaw - this.from.yaw) * done;
    view.pitch = this.from.pitch + (this.to.pitch - this.from.pitch) * done;
    view.distance =
      this.from.distance * (this.to.distance / this.from.distance) ** done + this.lift * Math.sin(Math.PI * done);
    if (share >= 1) this.isOn = false;
  }
}
