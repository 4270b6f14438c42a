/** Where one goes and comes back from: each entry of the browser's history keeps where one looked from. */
import { effect } from "@preact/signals";
import { isMotionWanted } from "../../components/motion";
import { place } from "../../state/router";
import type { Stage } from "../drawing/stage";
import { overviewOf } from "../moving/overview";
import type { Viewpoint } from "../moving/viewpoint";
import { axes, chosenAgain, chosenId, ghost, node, takeFlight } from "../state";
import { nearFor } from "./near";
import type { Standing } from "./standing";

/** One stands so many radii before a node, and at least so far. */
const BEFORE_RADII = 30;
const MIN_BEFORE = 0.22;
/** From so many times their distance a track's neighbours are seen around it, as long as that is near. */
const AROUND_NEIGHBOURS = 5;
const AS_FAR_AS_NEAR = 0.95;
/** From so many times their distance a track and its ghost are seen together. */
const AROUND_GHOST = 2.2;

/** By entry of the browser's history; they outlive the picture, for one comes back to the page as well. */
const views = new Map<string, Viewpoint>();

export class Visits {
  private historyKey = place.peek().key;
  /** One was sent to a track whose place is not known yet. */
  private isFlightPending = true;
  /** One came back to the page: the first arrangement is the one that was left, and moves nobody. */
  private isBack = false;

  private nAgain = chosenAgain.peek();

  constructor(
    private readonly stage: Stage,
    private readonly standing: Standing,
  ) {}

  /** Returns how to stop. */
  follow(): () => void {
    const { stage } = this;
    const before = views.get(this.historyKey);
    Object.assign(stage.eye.view, before ?? this.overview());
    this.isFlightPending = !before;
    this.isBack = before !== undefined && axes.peek() !== null;
    const ends = [
      effect(this.keepHistory),
      effect(this.flyToChosen),
      effect(this.followLayout),
      effect(this.followGhost),
      effect(this.flyAgain),
    ];
    return () => {
      views.set(this.historyKey, { ...stage.eye.view });
      for (const end of ends) end();
    };
  }

  flyHome(): void {
    this.stage.flyTo(this.overview(), !isMotionWanted());
  }

  flyToRow(row: number): void {
    if (!this.standing.has(row)) return;
    const [x = 0, y = 0, z = 0] = this.standing.at(row);
    const { nodes, eye } = this.stage;
    const { view } = eye;
    const pitch = Math.min(0.6, Math.max(0.12, view.pitch));
    const distance = Math.max(MIN_BEFORE, (nodes?.radius ?? 0.01) * BEFORE_RADII, this.amongNeighbours(row));
    this.stage.flyTo({ x, y, z, yaw: view.yaw, pitch, distance }, !isMotionWanted());
  }

  private overview(): Viewpoint {
    return overviewOf(this.standing.places, this.stage.eye.free, axes.peek() !== null);
  }

  /** From how far the nearer half of a chosen track's neighbours is seen around it; 0 where they are not known. */
  private amongNeighbours(row: number): number {
    const now = node.peek();
    if (now?.row !== row || axes.peek()) return 0;
    const [x = 0, y = 0, z = 0] = this.standing.at(row);
    const ways = now.neighbours
      .flatMap((each) => (each.row !== null && this.standing.has(each.row) ? [each.row] : []))
      .map((near) => this.standing.wayTo(near, x, y, z))
      .sort((one, other) => one - other);
    const middle = ways[Math.floor((ways.length - 1) / 2)] ?? 0;
    const max_before = nearFor(this.stage.nodes?.radius ?? 0) * AS_FAR_AS_NEAR;
    return Math.min(max_before, (middle * AROUND_NEIGHBOURS) / Math.min(1, this.stage.eye.aspect));
  }

  /** Arranged anew: go along with what is chosen, or see it all. */
  private readonly followLayout = (): void => {
    if (this.standing.layoutTurn.value === 0) return;
    if (this.isBack) {
      this.isBack = false;
      return;
    }
    const row = node.peek()?.row;
    if (row === undefined) this.flyHome();
    else this.flyToRow(row);
  };

  /** The ghost went out of sight: step back until it and its track are seen. */
  private readonly followGhost = (): void => {
    const wished = ghost.value;
    const row = node.peek()?.row;
    if (!wished || row === undefined || axes.peek()) return;
    const [gx, gy, gz] = wished.position;
    if (this.stage.eye.isSeen(gx, gy, gz)) return;
    const [x = 0, y = 0, z = 0] = this.standing.at(row);
    const way = Math.hypot(gx - x, gy - y, gz - z);
    const { yaw, pitch } = this.stage.eye.view;
    const between = { x: (x + gx) / 2, y: (y + gy) / 2, z: (z + gz) / 2 };
    const distance = Math.max(MIN_BEFORE, way * AROUND_GHOST) / Math.min(1, this.stage.eye.aspect);
    this.stage.flyTo({ ...between, yaw, pitch, distance }, !isMotionWanted());
  };

  private readonly keepHistory = (): void => {
    const { key, path } = place.value;
    if (key === this.historyKey || path !== "/room") return;
    views.set(this.historyKey, { ...this.stage.eye.view });
    this.historyKey = key;
    const before = views.get(key);
    this.isFlightPending = takeFlight() && !before;
    if (before) this.stage.flyTo(before, !isMotionWanted());
    else if (this.isFlightPending && !chosenId.peek()) this.flyHome();
  };

  private readonly flyAgain = (): void => {
    const row = chosenAgain.value === this.nAgain ? undefined : node.peek()?.row;
    this.nAgain = chosenAgain.value;
    if (row !== undefined) this.flyToRow(row);
  };

  private readonly flyToChosen = (): void => {
    void this.standing.turn.value;
    const row = node.value?.row;
    if (row === undefined || !this.isFlightPending) return;
    this.isFlightPending = false;
    this.flyToRow(row);
  };
}
