/** The canvas, the words over it, and what opens and closes the picture. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Skeleton } from "../components/states";
import { roomSays } from "../messages/room/room";
import { useInset } from "./inset";
import { hasPad } from "./pad";
import { openPicture } from "./picture";
import { LassoLine } from "./selecting/selection_bar";

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
        <p class="room-hint" aria-hidden="true">
          <span class="room-hint-mouse">{isPadHere ? roomSays.keysPad : roomSays.keys}</span>
          <span class="room-hint-touch">{roomSays.keysTouch}</span>
        </p>
      )}
      {!isOpen && <Skeleton kind="hero" />}
    </div>
  );
}
