/** Joins what is chosen, what plays and what is pointed at to the picture; what follows here ends with it. */

import { rowSizes } from "../analyst/shown";
import { tellSeen } from "../covers";
import type { RoomPicture } from "../drawing/figures";
import { project, type Seen } from "../drawing/project";
import { Stage } from "../drawing/stage";
import { canGrab } from "../own/own_places";
import type { Ray } from "../picking/grid";
import { RoomSound } from "../sound/room_sound";
import { pointedRow } from "../state";
import { Grabbing } from "./grabbing";
import { followLights } from "./lights";
import { followColours, followLooks } from "./looks";
import { Standing } from "./standing";
import { Visits } from "./visits";
import { followWords, sayWhere } from "./words";

const POINT_PX = 7;
const TOUCH_PX = 18;
/** Sticks aim less finely than a finger. */
const MIDDLE_PX = 40;

export class RoomScene {
  readonly stage: Stage;
  readonly visits: Visits;
  readonly grabbing: Grabbing;
  readonly standing: Standing;
  readonly sound: RoomSound;
  private readonly ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 1 };
  private readonly seen: Seen = { x: 0, y: 0, depth: 0 };
  private pointer: { readonly x: number; readonly y: number } | null = null;
  private readonly ends: readonly (() => void)[];

  constructor(
    private readonly canvas: RoomPicture,
    labelsHome: HTMLElement,
    contextLost: () => void,
  ) {
    this.stage = new Stage(canvas, labelsHome, {
      pick: () => (this.pointer ? this.rowAt(this.pointer.x, this.pointer.y, false) : -1),
      picked: (row) => {
        if ((pointedRow.peek() ?? -1) !== row) pointedRow.value = row < 0 ? null : row;
      },
      seen: (now_ms) => this.sound.look(this.stage.eye.camera.matrixWorldInverse.elements, now_ms),
      rested: () => this.rest(),
      contextLost,
    });
    this.standing = new Standing(this.stage);
    this.sound = new RoomSound(this.standing);
    this.visits = new Visits(this.stage, this.standing);
    this.grabbing = new Grabbing(this.stage, this.standing, this.ray);
    const [colours, endColours] = followColours();
    this.ends = [
      endColours,
      this.standing.follow(),
      followLooks(this.stage, this.standing, colours),
      followLights(this.stage, this.standing, colours),
      followWords(this.stage, this.standing),
      this.visits.follow(),
      this.sound.follow(),
    ];
  }

  dispose(): void {
    for (const end of this.ends) end();
    this.stage.dispose();
    pointedRow.value = null;
  }

  /** What is under a point of the picture, -1 for nothing. */
  rowAt(x: number, y: number, isTouch: boolean): number {
    return this.meet(this.stage.eye.rayThrough(x, y, this.ray), isTouch ? TOUCH_PX : POINT_PX);
  }

  /** What is right in the middle of the picture, else what is near it, -1 for nothing. */
  rowInMiddle(): number {
    const ray = this.stage.eye.rayAhead(this.ray);
    const row = this.meet(ray, POINT_PX);
    return row >= 0 ? row : this.meet(ray, MIDDLE_PX);
  }

  seenRows(tell: (row: number) => void): void {
    tellSeen(this.canvas, this.standing.places.length / 3, (row) => this.pointOf(row), tell);
  }

  private meet(ray: Ray, reach_px: number): number {
    const { eye, nodes } = this.stage;
    return this.standing.grid.pick(ray, (nodes?.radius ?? 0) * 1.2, eye.perPixel * reach_px, rowSizes.peek());
  }

  /** Where a row is seen in the picture; null for what is behind the eye. */
  pointOf(row: number): Readonly<Seen> | null {
    const { eye } = this.stage;
    const [x = 0, y = 0, z = 0] = this.standing.at(row);
    const seen = project(eye.matrix.elements, x, y, z, eye.width, eye.height, this.seen);
    return seen.depth > 0 ? seen : null;
  }

  point(at: { readonly x: number; readonly y: number } | null): void {
    this.pointer = at;
    if (!at) {
      if (pointedRow.peek() !== null) pointedRow.value = null;
      return;
    }
    this.stage.isPickWanted = true;
    this.stage.invalidate();
  }

  /** Nothing moves any more: where one is is said, and what stands around is heard. */
  private rest(): void {
    const { eye } = this.stage;
    sayWhere(this.stage, this.standing);
    void this.sound.rest(eye.camera.matrixWorldInverse.elements, eye.view.x, eye.view.y, eye.view.z);
  }

  /** A hand takes what is there along; returns whether there is something. */
  grab(x: number, y: number): boolean {
    const row = canGrab.peek() ? this.rowAt(x, y, true) : -1;
    if (row >= 0) this.grabbing.take(row, x, y);
    return row >= 0;
  }

  /** The row nearest to what is looked at, -1 in an empty room. */
  rowBefore(): number {
    const { x, y, z } = this.stage.eye.view;
    return this.standing.grid.nearest(x, y, z, 1, () => true)[0] ?? -1;
  }
}
