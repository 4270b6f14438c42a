/** Dragging tracks to the queue. */
import { signal } from "@preact/signals";
import type { Track } from "../api/records";
import { enqueue } from "../state/playback";

const KIND = "application/x-segue-tracks";

/** What is being dragged within this page; the browser hides the data until the drop. */
export const dragged = signal<readonly Track[]>([]);

export function startDrag(event: DragEvent, tracks: readonly Track[]): void {
  dragged.value = tracks;
  event.dataTransfer?.setData(KIND, tracks.map((track) => track.track_id).join(","));
  event.dataTransfer?.setData("text/plain", tracks.map((track) => `${track.artist} — ${track.title}`).join("\n"));
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
}

export function endDrag(): void {
  dragged.value = [];
}

export const isTrackDrag = (event: DragEvent): boolean => event.dataTransfer?.types.includes(KIND) ?? false;

/** Handlers for a place where dragged tracks may fall. */
export function dropTracks(at: "next" | "end" | (() => number)) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!isTrackDrag(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      if (!isTrackDrag(event)) return;
      event.preventDefault();
      event.stopPropagation();
      enqueue(dragged.peek(), { source: "queue" }, typeof at === "function" ? at() : at);
      endDrag();
    },
  };
}
