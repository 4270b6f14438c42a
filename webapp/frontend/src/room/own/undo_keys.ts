/** Ctrl Z and Ctrl Shift Z (or Ctrl Y) for what was put elsewhere. */
import { notices } from "../../state/notices";
import { axes } from "../state";
import { isOwnShown, redoPlace, undoPlace } from "./own_places";

/** The last act of all is undone first, as everywhere: where its notice is still to be seen, that takes it back. */
export function pressUndo(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
  // Nobody would see what it changes.
  if (axes.peek() !== null || !isOwnShown.peek()) return;
  const key = event.key.toLowerCase();
  const isRedo = key === "y" || (key === "z" && event.shiftKey);
  const isUndo = key === "z" && !event.shiftKey && !notices.peek().some((notice) => notice.undo);
  if ((isRedo && redoPlace()) || (isUndo && undoPlace())) {
    event.preventDefault();
    event.stopPropagation();
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && !["range", "checkbox", "button"].includes(target.type);
