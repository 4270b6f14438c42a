/** A node in the hand: it goes along at its distance from the eye, and stays where it is let go. */
import { titleOf } from "../../components/tracks/names";
import type { Stage } from "../drawing/stage";
import { openRows } from "../map/store";
import { putAt } from "../own/own_places";
import type { Ray } from "../picking/grid";
import type { Standing } from "./standing";

export class Grabbing {
  private row = -1;
  private depth = 0;
  private hasMoved = false;

  constructor(
    private readonly stage: Stage,
    private readonly standing: Standing,
    private readonly ray: Ray,
  ) {}

  /** Take a row at a point of the picture. */
  take(row: number, x: number, y: number): void {
    this.hold(row, this.stage.eye.rayThrough(x, y, this.ray));
  }

  /** Take a row that a ray meets. */
  hold(row: number, ray: Readonly<Ray>): void {
    this.takeUp(row);
    const [px = 0, py = 0, pz = 0] = this.standing.at(row);
    this.depth = (px - ray.x) * ray.dx + (py - ray.y) * ray.dy + (pz - ray.z) * ray.dz;
  }

  drag(x: number, y: number): void {
    this.carry(this.stage.eye.rayThrough(x, y, this.ray));
  }

  /** Along with the ray, at its depth; `reach` is what the depth is multiplied by. */
  carry(ray: Readonly<Ray>, reach = 1): void {
    this.depth *= reach;
    const way = this.depth;
    this.moveTo(ray.x + ray.dx * way, ray.y + ray.dy * way, ray.z + ray.dz * way);
  }

  /** By keys: shares of the distance to the right and up, as one sees it. */
  nudge(row: number, right: number, up: number): void {
    if (this.row !== row) this.takeUp(row);
    const { yaw, distance } = this.stage.eye.view;
    const [x = 0, y = 0, z = 0] = this.standing.at(row);
    const by = right * distance;
    this.moveTo(x + Math.cos(yaw) * by, y + up * distance, z - Math.sin(yaw) * by);
  }

  /** Keep where it stands, if it was moved. */
  async drop(): Promise<void> {
    const { row } = this;
    this.row = -1;
    if (row < 0 || !this.hasMoved) return;
    const [x = 0, y = 0, z = 0] = this.standing.at(row);
    const track = await openRows.peek()?.trackOf(row);
    if (track) putAt(track.track_id, titleOf(track), [x, y, z]);
  }

  /** What was in the hand before stays where it is by now. */
  private takeUp(row: number): void {
    void this.drop();
    this.row = row;
    this.hasMoved = false;
    this.standing.loosen();
  }

  private moveTo(x: number, y: number, z: number): void {
    if (this.row < 0) return;
    this.hasMoved = true;
    this.standing.move(this.row, x, y, z);
    this.stage.invalidate();
  }
}
