/** Whether the listener wants to hear music from its place; kept in this browser, and off until it is turned on. */
import { signal } from "@preact/signals";
import { save, saved } from "../../state/saved";

export const isSoundPlaced = signal(saved("room-sound", false));

export function placeSound(isWanted: boolean): void {
  isSoundPlaced.value = isWanted;
  save("room-sound", isWanted);
}
