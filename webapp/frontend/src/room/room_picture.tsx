/** The canvas, the words over it, and what opens and closes the picture. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Skeleton } from "../components/states";
import { roomSays } from "../messages/room/room";
import { isTableOpen } from "./analyst/table/state";
import { isWeeksOpen, weekAt } from "./analyst/weeks/store";
import { hasPad } from "./pad";
import { openPicture } from "./picture";
import { LassoLine } from "./selecting/selection_bar";
import { node } from "./state";

const PANEL_PX = 372;
/** The panel lies at the bottom there. */
const NARROW = "(max-width: 860px)";

export function RoomPicture({ onLost }: { onLost: () => void }) {
  const picture = useRef<HTMLCanvasElement>(null);
  const labels = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const isPadHere = hasPad.value;
  useEffect(() => {
    let isWanted = true;
    import("./scene/open_room")
      .then(
        ({ openRoom }) => {
          if (!isWanted || !picture.current || !labels.current) return;
          openPicture.value = openRoom(picture.current, labels.current, onLost);
          setOpen(true);
        },
        () => isWanted && onLost(),
      )
      .catch(() => isWanted && onLost());
    return () => {
      isWanted = false;
      openPicture.peek()?.close();
      openPicture.value = null;
    };
  }, [onLost]);
  useInset(picture);
  return (
    <div class="room-picture-home">
      <div
        class="room-hands"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys itself
        tabIndex={0}
        role="application"
        aria-label={roomSays.picture}
        aria-describedby="room-keys"
        data-scrolls
      >
        <canvas class="room-picture" ref={picture} />
      </div>
      <p class="only-heard" id="room-keys">
        {roomSays.pictureKeys} {isPadHere && roomSays.keysPad}
      </p>
      <LassoLine />
      <div class="room-labels" ref={labels} aria-hidden="true" />
      {isPadHere && <span class="room-middle" aria-hidden="true" />}
      {isOpen && (
        <p class={isPadHere ? "room-hint is-long" : "room-hint"} aria-hidden="true">
          <span class="room-hint-mouse">{isPadHere ? roomSays.keysPad : roomSays.keys}</span>
          <span class="room-hint-touch">{roomSays.keysTouch}</span>
        </p>
      )}
      {!isOpen && <Skeleton kind="hero" />}
    </div>
  );
}

/** What stands above the picture hides it as the panel below does: the middle is between them. */
const headHeight = (): number => document.querySelector(".room-head")?.clientHeight ?? 0;

/** The weeks and the table lie over the bottom of the picture. */
function barsHeight(): number {
  let height = 0;
  for (const bar of document.querySelectorAll(".room-weeks, .room-table")) height += bar.clientHeight;
  return height;
}

/** The panel of a chosen track lies over the picture: its middle moves beside it. */
function useInset(picture: { current: HTMLCanvasElement | null }): void {
  const hasPanel = node.value !== null;
  const bars = `${isWeeksOpen.value} ${weekAt.value !== null} ${isTableOpen.value}`;
  const open = openPicture.value;
  useEffect(() => {
    const set = () => {
      const width = picture.current?.clientWidth ?? 0;
      const height = picture.current?.clientHeight ?? 0;
      const isNarrow = matchMedia(NARROW).matches;
      const covered = hasPanel && isNarrow ? height / 2 : barsHeight();
      const right = hasPanel && !isNarrow ? Math.min(PANEL_PX, width / 2) : 0;
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
