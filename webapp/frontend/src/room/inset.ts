/** What lies beside and below the middle of the picture, so that what is looked at is in the middle of the rest. */
import { useEffect } from "preact/hooks";
import { isTableOpen } from "./analyst/table/state";
import { isWeeksOpen, weekAt } from "./analyst/weeks/store";
import { isNarrow } from "./narrow";
import { openView } from "./picture";
import { node } from "./state";

const PANEL_PX = 372;

/** What stands above the picture hides it as the panel below does: the middle is between them. */
const headHeight = (): number => document.querySelector(".room-head")?.clientHeight ?? 0;

/** The weeks and the table lie over the bottom of the picture. */
function barsHeight(): number {
  let height = 0;
  for (const bar of document.querySelectorAll(".room-weeks, .room-table")) height += bar.clientHeight;
  return height;
}

/** The panel of a chosen track lies over the picture: its middle moves beside it. */
export function useInset(picture: { current: HTMLCanvasElement | null }): void {
  const hasPanel = node.value !== null;
  const bars = `${isWeeksOpen.value} ${weekAt.value !== null} ${isTableOpen.value}`;
  const open = openView.value;
  useEffect(() => {
    const set = () => {
      const width = picture.current?.clientWidth ?? 0;
      const height = picture.current?.clientHeight ?? 0;
      const covered = hasPanel && isNarrow() ? height / 2 : barsHeight();
      const right = hasPanel && !isNarrow() ? Math.min(PANEL_PX, width / 2) : 0;
      const below = covered > 0 ? covered - headHeight() : 0;
      open?.setInset(right, below);
      const { style } = document.documentElement;
      style.setProperty("--room-inset-right", `${right}px`);
      style.setProperty("--room-inset-below", `${below}px`);
    };
    set();
    addEventListener("resize", set);
    return () => removeEventListener("resize", set);
  }, [hasPanel, bars, open, picture]);
}
