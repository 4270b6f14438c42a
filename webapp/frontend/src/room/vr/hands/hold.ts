/** What a hand holds, from its press to its release. */
import type { Point } from "../../moving/viewpoint";
import type { Ray } from "../../picking/grid";

export type HoldKind = "none" | "node" | "grab" | "control" | "knob" | "room" | "scale" | "spent";

export interface Hold {
  kind: HoldKind;
  /** By the grip, and not by trigger or pinch. */
  isGrip: boolean;
  row: number;
  control: string;
  /** Where the hand was and pointed when it pressed. */
  readonly at: Point;
  readonly ray: Ray;
  roll: number;
  /** Of a knob, when it was taken. */
  value: number;
  low: number;
  high: number;
  /** Of a knob: as it was sent last. */
  sent: number;
}

export const newHold = (): Hold => ({
  kind: "none",
  isGrip: false,
  row: -1,
  control: "",
  at: { x: 0, y: 0, z: 0 },
  ray: { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: 0 },
  roll: 0,
  value: 0,
  low: 0,
  high: 1,
  sent: 0,
});
