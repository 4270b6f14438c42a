/** Lines and lights of the room: what plays and its picks, what is chosen, pointed at and liked, and the ghost. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { liked } from "../../state/stream/taste";
import { rowSizes } from "../analyst/shown";
import { weekPath } from "../analyst/weeks/store";
import type { RoomColours } from "../drawing/palette";
import type { Stage } from "../drawing/stage";
import { followRows } from "../follow_rows";
import { liveRows } from "../live_rows";
import { openMap } from "../map/store";
import { selectedRows } from "../selecting/selected";
import { axes, ghost, node, pointedRow, shownLines } from "../state";
import { drawTaste } from "../taste/draw_taste";
import { roomTaste } from "../taste/taste_centres";
import { drawLines } from "./drawn_lines";
import type { Standing } from "./standing";

/** More hearts than the marks have room for are not drawn. */
const MAX_HEARTS = 300;

/** Returns how to stop. */
export function followLights(stage: Stage, standing: Standing, colours: ReadonlySignal<RoomColours>): () => void {
  const hearts = signal<readonly number[]>([]);

  const putLines = (): void => {
    void standing.turn.value;
    const wished = ghost.value;
    const hasAxes = axes.value !== null;
    drawLines(stage.ribbons, {
      places: standing.places,
      node: node.value,
      live: liveRows.value,
      shown: shownLines.value,
      colours: colours.value,
      hasAxes,
      own: standing.own,
      homes: openMap.peek()?.map.places ?? standing.places,
      // A ghost stands where songs like it stand by sound, so it has no place among axes.
      ghostAt: wished && !hasAxes ? wished.position : null,
      path: weekPath(standing.places),
    });
    stage.invalidate();
  };

  const putMarks = (): void => {
    void standing.turn.value;
    const { marks, nodes } = stage;
    const { accent, text } = colours.value;
    const radius = nodes?.radius ?? 0.01;
    void rowSizes.value;
    /** Around a node, however large it is now. */
    const around = (row: number): number => Math.max(radius, nodes?.radiusAt(row) ?? 0);
    const live = liveRows.value;
    const chosen = node.value?.row ?? -1;
    const pointed = pointedRow.value ?? -1;
    const wished = ghost.value;
    const hasAxes = axes.value !== null;
    marks.clear();
    // First, so that all that says something single lies over it.
    drawTaste(marks, shownLines.value.has("taste") ? (roomTaste.value?.centres ?? []) : [], accent, (centre) =>
      centre.row !== null && standing.has(centre.row) ? standing.at(centre.row) : hasAxes ? null : centre.position,
    );
    for (const row of hearts.value)
      if (standing.has(row)) marks.add(standing.at(row), "ring", accent, 0.5, around(row) * 2.9, 9);
    for (const row of live.picks)
      if (standing.has(row)) marks.add(standing.at(row), "glow", accent, 0.4, radius * 5, 18);
    if (live.playing !== null && standing.has(live.playing)) {
      marks.add(standing.at(live.playing), "glow", accent, 0.7, radius * 12, 64);
      marks.add(standing.at(live.playing), "ring", accent, 0.95, around(live.playing) * 4.2, 20);
    }
    for (const row of selectedRows.value)
      if (standing.has(row)) marks.add(standing.at(row), "ring", text, 0.9, around(row) * 2.9, 11);
    if (standing.has(chosen)) marks.add(standing.at(chosen), "ring", text, 0.95, around(chosen) * 3.6, 18);
    if (standing.has(pointed) && pointed !== chosen)
      marks.add(standing.at(pointed), "ring", text, 0.75, around(pointed) * 3.2, 15);
    if (wished && !hasAxes) {
      const spread = Math.max(...wished.spread);
      marks.add(wished.position, "cloud", accent, wished.is_empty ? 0.35 : 0.8, Math.max(0.05, 2 * spread), 26);
      marks.add(wished.position, "glow", accent, 0.9, radius * 8, 34);
    }
    const steps = weekPath(standing.places);
    for (const [n, step] of steps.entries()) {
      marks.add(step, "ring", accent, 0.25 + 0.05 * n, radius * 1.6, 8);
    }
    const last = steps.at(-1);
    if (last) marks.add(last, "glow", accent, 0.9, radius * 8, 44);
    marks.show();
    stage.invalidate();
  };

  const endHearts = followRows(
    () => [...liked.value].slice(-MAX_HEARTS),
    (rows) => {
      hearts.value = rows.filter((row) => row !== null);
    },
  );
  const ends = [endHearts, effect(putLines), effect(putMarks)];
  return () => {
    for (const end of ends) end();
  };
}
