/** What a hand points at: the panel, a node, the floor, or nothing. */

import { rowSizes } from "../analyst/shown";
import type { Stage } from "../drawing/stage";
import type { Ray } from "../picking/grid";
import type { Standing } from "../scene/standing";
import type { Panel } from "./panel/panel";
import type { PanelControl } from "./panel/records";
import { wayToFloor } from "./rules/rays";
import type { Rig } from "./rules/rig";

/** A hand is met within a degree. */
const REACH = Math.tan(Math.PI / 180);
/** Farther away nobody goes at once, in lengths of the room. */
const FARTHEST_FLOOR = 3.2;
/** The line of a hand that points at nothing, in lengths of the room. */
const NOTHING = 2;
/** A ray that moved less has not moved. */
const STILL = 1e-5;

export interface Aim {
  kind: "panel" | "node" | "floor" | "nothing";
  /** Of a node. */
  row: number;
  control: PanelControl | null;
  /** Along the ray, in lengths of the room. */
  way: number;
}

export const newAim = (): Aim => ({ kind: "nothing", row: -1, control: null, way: NOTHING });

export class Pointing {
  /** Milliseconds of the last search for a node. */
  pick_ms = 0;
  nPicks = 0;
  private readonly last: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 };
  private lastRow = -1;
  private lastTurn = -1;
  private lastSizes: Uint8Array | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly standing: Standing,
    private readonly panel: Panel,
    private readonly rig: Readonly<Rig>,
  ) {}

  /** Writes to `aim`. */
  aim(ray: Readonly<Ray>, aim: Aim): void {
    aim.row = -1;
    aim.control = null;
    if (this.panel.meets(ray)) {
      aim.kind = "panel";
      aim.control = this.panel.control;
      aim.way = this.panel.hit.way;
      return;
    }
    aim.row = this.stage.areNodesFlying ? -1 : this.pick(ray);
    if (aim.row >= 0) {
      aim.kind = "node";
      aim.way = this.wayTo(ray, aim.row);
      return;
    }
    aim.way = wayToFloor(ray, this.rig.floor);
    if (aim.way <= FARTHEST_FLOOR) aim.kind = "floor";
    else {
      aim.kind = "nothing";
      aim.way = NOTHING;
    }
  }

  private pick(ray: Readonly<Ray>): number {
    const { last, standing } = this;
    const turn = standing.turn.peek();
    const moved =
      Math.abs(ray.x - last.x) +
      Math.abs(ray.y - last.y) +
      Math.abs(ray.z - last.z) +
      Math.abs(ray.dx - last.dx) +
      Math.abs(ray.dy - last.dy) +
      Math.abs(ray.dz - last.dz);
    const sizes = rowSizes.peek();
    if (moved < STILL && turn === this.lastTurn && sizes === this.lastSizes) return this.lastRow;
    const began_ms = performance.now();
    last.x = ray.x;
    last.y = ray.y;
    last.z = ray.z;
    last.dx = ray.dx;
    last.dy = ray.dy;
    last.dz = ray.dz;
    this.lastTurn = turn;
    this.lastSizes = sizes;
    this.lastRow = standing.grid.pick(ray, (this.stage.nodes?.radius ?? 0) * 1.2, REACH, sizes);
    this.pick_ms = performance.now() - began_ms;
    this.nPicks += 1;
    return this.lastRow;
  }

  private wayTo({ x, y, z, dx, dy, dz }: Readonly<Ray>, row: number): number {
    const { places } = this.standing;
    const at = row * 3;
    return ((places[at] ?? 0) - x) * dx + ((places[at + 1] ?? 0) - y) * dy + ((places[at + 2] ?? 0) - z) * dz;
  }
}
