/** Whether this browser draws in three dimensions, and the picture that is open. */
import { signal } from "@preact/signals";
import type { OpenRoom } from "./scene/open_room";

export const openPicture = signal<OpenRoom | null>(null);

export function hasWebgl(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
