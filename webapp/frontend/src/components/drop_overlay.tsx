/** A sound file dragged over the page: say what a drop does, and do it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { say } from "../messages";
import { notify } from "../state/notices";
import { go } from "../state/router";
import { listenTo } from "../state/sound_question";
import { Icon } from "./icon";

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
    const drop = (event: DragEvent) => {
      if (!isFileDrag(event)) return;
      event.preventDefault();
      isOver.value = false;
      const file = event.dataTransfer?.files[0];
      if (!file) return notify(say.listen.noDropped, "problem");
      go("/listen");
      listenTo(file);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [isOver]);
  if (!isOver.value) return null;
  return (
    <div class="drop-overlay">
      <Icon name="alike" />
      <p>{say.listen.drop}</p>
    </div>
  );
}
