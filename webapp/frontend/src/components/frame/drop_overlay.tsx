/** A file dragged over the page: say what a drop does, and do it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { say } from "../../messages";
import { dropTaker } from "../../state/dropped_files";
import { notify } from "../../state/notices";
import { go } from "../../state/router";
import { listenTo } from "../../state/sound_question";
import { Icon } from "../icon";

const isFileDrag = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

export function DropOverlay() {
  const isOver = useSignal(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      isOver.value = true;
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) isOver.value = false;
    };
    /** Also where a part of the page takes the file for itself. */
    const end = () => {
      isOver.value = false;
    };
    const drop = (event: DragEvent) => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      const file = files[0];
      if (!file) return notify(say.listen.noDropped, "problem");
      const taker = dropTaker.peek();
      if (taker) return taker.take(files);
      go("/listen");
      listenTo(file);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", end, { capture: true });
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", end, { capture: true });
      removeEventListener("drop", drop);
    };
  }, [isOver]);
  if (!isOver.value) return null;
  return (
    <div class="drop-overlay">
      <Icon name={dropTaker.value ? "upload" : "alike"} />
      <p>{dropTaker.value?.words ?? say.listen.drop}</p>
    </div>
  );
}
