/** What a test or a benchmark reads: figures of the loop, and where nodes and controls are for the hands. */
import { Vector3, type WebGLRenderer } from "three";
import type { Pace } from "../drawing/pace";
import type { Standing } from "../scene/standing";
import { ghost, pointedRow } from "../state";
import type { Target } from "./drawing/target";
import type { VrReadings } from "./figures";
import type { Hand } from "./hands/hand";
import { PANEL_PX } from "./panel/layout";
import type { Panel } from "./panel/panel";
import type { Pointing } from "./pointing";
import { toMetres } from "./rules/rig";
import type { Walking } from "./walking";

interface Read {
  readonly standing: Standing;
  readonly walking: Walking;
  readonly panel: Panel;
  readonly target: Target;
  readonly pointing: Pointing;
  readonly pace: Pace;
  readonly hands: readonly [Hand, Hand];
  readonly renderer: WebGLRenderer;
  readonly active: () => Hand;
}

export function takeReadings(read: Read): VrReadings {
  const { standing, walking, panel, target, pointing, pace, hands, renderer, active } = read;
  const { rig, head } = walking;
  return {
    figures: () => ({
      n_frames: pace.nFrames,
      frame_ms: pace.last_ms,
      max_frame_ms: pace.slowest_ms,
      pick_ms: pointing.pick_ms,
      n_picks: pointing.nPicks,
      draw_calls: renderer.info.render.calls,
      metres: rig.metres,
      head: [head.x, head.y, head.z],
      stands: [rig.x, rig.floor, rig.z],
      yaw: rig.yaw,
      row: pointedRow.peek(),
      control: active().aim.control?.name ?? "",
      holds: hands.map(({ hold }) => hold.kind),
      target: target.place,
      ghost: ghost.peek()?.position ?? null,
    }),
    placeOf: (row) => {
      const [x = 0, y = 0, z = 0] = standing.at(row);
      const at = toMetres(rig, x, y, z, { x: 0, y: 0, z: 0 });
      return [at.x, at.y, at.z];
    },
    control: (name) => {
      const control = panel.isOpen ? panel.layout.controls.find((each) => each.name === name) : undefined;
      if (!control) return null;
      const { x, y, width, height } = control;
      const at = new Vector3((x + width / 2) / PANEL_PX.width - 0.5, 0.5 - (y + height / 2) / PANEL_PX.height, 0);
      at.applyMatrix4(panel.mesh.matrix);
      return [at.x, at.y, at.z];
    },
  };
}
