/** A dialog over the page, with its title; Escape and a press beside it close it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useDialog } from "./use_dialog";

/** A file that misses its place in a dialog is not meant for the page behind it. */
function keepFiles(event: DragEvent): void {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.stopPropagation();
}

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Modal({ title, onClose, children }: Props) {
  const dialog = useDialog();
  const id = useId();
  return (
    <dialog
      class="dialog playlist-dialog"
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      // The player's keys are not meant here, and its Escape would keep the dialog open.
      onKeyDown={(event) => event.stopPropagation()}
      onDragOver={keepFiles}
      onDrop={keepFiles}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="playlist-dialog-body">
        <h2 id={id} dir="auto">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
