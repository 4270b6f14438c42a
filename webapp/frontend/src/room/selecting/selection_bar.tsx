/** How many tracks are selected, what can be done with them, and the line that is being drawn around some. */
import { useEffect } from "preact/hooks";
import { IconButton } from "../../components/icon";
import { selectingSays } from "../../messages/room/selecting";
import { mayWrite } from "../../state/me";
import { focusRoom } from "../focus";
import { keepSelected, likeSelected, playSelected, queueSelected } from "./acts";
import { lassoLine } from "./lasso";
import { clearSelection, selectedRows, selectionWords, stepBack } from "./selected";

export function SelectionBar() {
  useEffect(() => {
    // In the picture its own keys do this; here it is for the list and for all that stands around.
    const back = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog:modal")) return;
      const isInBar = document.activeElement?.closest(".room-selection");
      if (!stepBack()) return;
      event.preventDefault();
      if (isInBar) focusRoom();
    };
    // Before the page's own keys at the window, which take every Escape.
    document.addEventListener("keydown", back);
    return () => document.removeEventListener("keydown", back);
  }, []);
  return (
    <>
      <p class="only-heard" role="status">
        {selectionWords.value}
      </p>
      {selectedRows.value.size > 0 && <Bar />}
    </>
  );
}

function Bar() {
  return (
    <section class="room-selection" aria-label={selectingSays.label}>
      <span class="room-selection-words" aria-hidden="true">
        {selectionWords.value}
      </span>
      <IconButton icon="play" label={selectingSays.play} onPress={() => void playSelected()} />
      <IconButton icon="queueEnd" label={selectingSays.queue} onPress={() => void queueSelected()} />
      {mayWrite.value && (
        <IconButton icon="playlistAdd" label={selectingSays.playlist} onPress={() => void keepSelected()} />
      )}
      {mayWrite.value && <IconButton icon="heart" label={selectingSays.like} onPress={() => void likeSelected()} />}
      <IconButton icon="close" label={selectingSays.clear} onPress={selectNothing} />
    </section>
  );
}

function selectNothing(): void {
  clearSelection();
  focusRoom();
}

export function LassoLine() {
  const line = lassoLine.value;
  if (line.length < 2) return null;
  return (
    <svg class="room-lasso" aria-hidden="true">
      <polygon points={line.map(({ x, y }) => `${x},${y}`).join(" ")} />
    </svg>
  );
}
