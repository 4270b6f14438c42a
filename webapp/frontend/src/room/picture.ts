/** Whether this browser draws in three dimensions, and the picture that is open. */
import { computed, signal } from "@preact/signals";
import type { OpenRoom } from "./scene/open_room";

export const openPicture = signal<OpenRoom | null>(null);
/** The flat map that is open. */
export const openFlat = signal<Omit<OpenRoom, "turnBy" | "enterVr" | "close"> | null>(null);
/** Whichever of them is open. */
export const openView = computed(() => openPicture.value ?? openFlat.value);

export function hasWebgl(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
