/** How nodes look: colours by the chosen quantity, the theme, and what stands out or is dim. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { isDark } from "../../state/theme";
import { colourColumn, rowSizes, shownColumns } from "../analyst/shown";
import { DIM, LIT, NORMAL } from "../drawing/nodes";
import { categoryTexels, type RoomColours, rampTexels, roomColours } from "../drawing/palette";
import type { Stage } from "../drawing/stage";
import { needColumns, openMap, openRows } from "../map/store";
import { selectedRows } from "../selecting/selected";
import { node } from "../state";
import { dimRows } from "../taste/dim_rows";
import type { Standing } from "./standing";

/** The colours of the theme and of the playing cover; returned with how to stop. */
export function followColours(): readonly [ReadonlySignal<RoomColours>, () => void] {
  const root = document.documentElement;
  const read = () => {
    const style = getComputedStyle(root);
    return roomColours((name) => style.getPropertyValue(name));
  };
  const colours = signal(read());
  const watcher = new MutationObserver(() => {
    colours.value = read();
  });
  watcher.observe(root, { attributes: true, attributeFilter: ["style", "data-theme"] });
  return [colours, () => watcher.disconnect()];
}

/** Returns how to stop. */
export function followLooks(stage: Stage, standing: Standing, colours: ReadonlySignal<RoomColours>): () => void {
  const putColours = (): void => {
    standing.putRows();
    const map = openMap.value?.map;
    const now = colours.value;
    const column = colourColumn.value;
    if (!map) return;
    void needColumns(shownColumns()).catch(() => undefined);
    const isByKind = column?.scale === "categories";
    const texels = isByKind ? categoryTexels(now, column.categories.length) : rampTexels(now);
    stage.nodes?.setColours(column?.bytes ?? null, texels, isByKind);
    stage.invalidate();
  };

  const putSizes = (): void => {
    standing.putRows();
    if (!openRows.value) return;
    stage.nodes?.setSizes(rowSizes.value);
    stage.invalidate();
  };

  const putTheme = (): void => {
    standing.putRows();
    if (openRows.value) stage.setTheme(colours.value, isDark.value);
  };

  const putStates = (): void => {
    standing.putRows();
    if (!openRows.value) return;
    const dim = dimRows.value;
    const now = node.value;
    const lit = new Set([
      now?.row ?? -1,
      ...(now?.neighbours ?? []).map(({ row }) => row ?? -1),
      ...selectedRows.value,
    ]);
    stage.nodes?.setStates((row) => (lit.has(row) ? LIT : dim.has(row) ? DIM : NORMAL));
    stage.invalidate();
  };

  const ends = [effect(putColours), effect(putSizes), effect(putTheme), effect(putStates)];
  return () => {
    for (const end of ends) end();
  };
}
