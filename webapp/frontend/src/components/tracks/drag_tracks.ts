/** Dragging tracks, or what holds them, to the queue and to playlists. */
import { signal } from "@preact/signals";
import type { Track } from "../../api/records";
import { type Collection, withTracks } from "../../state/library/collections";
import { enqueue } from "../../state/player/playback";

const KIND = "application/x-segue-tracks";
/** Keys of entries that are dragged inside the queue: a move there, tracks everywhere else. */
export const QUEUE_KIND = "application/x-segue-queue";

/** What is being dragged within this page; the browser hides the data until the drop. */
export const dragged = signal<readonly Track[] | Collection | null>(null);

export function startDrag(event: DragEvent, what: readonly Track[] | Collection): void {
  dragged.value = what;
  const ids = isCollection(what) ? `${what.kind}:${what.id}` : what.map((track) => track.track_id).join(",");
  const words = isCollection(what) ? what.name : what.map((track) => `${track.artist} — ${track.title}`).join("\n");
  event.dataTransfer?.setData(KIND, ids);
  event.dataTransfer?.setData("text/plain", words);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "copyMove";
}

export function endDrag(): void {
  dragged.value = null;
}

export const isTrackDrag = (event: DragEvent): boolean => event.dataTransfer?.types.includes(KIND) ?? false;
export const isQueueDrag = (event: DragEvent): boolean => event.dataTransfer?.types.includes(QUEUE_KIND) ?? false;

/** Whether it is this very thing that is dragged. */
export function isDragged(of: Collection): boolean {
  const what = dragged.peek();
  return what !== null && isCollection(what) && what.kind === of.kind && what.id === of.id;
}

/** Do something with what was dropped, as soon as its tracks are known. */
export function takeDragged(act: (tracks: readonly Track[]) => void): void {
  const what = dragged.peek();
  endDrag();
  if (what === null) return;
  if (isCollection(what)) void withTracks(what, act);
  else if (what.length > 0) act(what);
}

/** Handlers for a place where dragged tracks may fall. */
export function dropPlace(act: (tracks: readonly Track[]) => void, isTaken = isTrackDrag) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!isTaken(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      if (!isTaken(event)) return;
      event.preventDefault();
      event.stopPropagation();
      takeDragged(act);
    },
  };
}

/** Handlers for a place that stands for the queue; its own entries are there already. */
export const dropTracks = (at: "next" | "end") =>
  dropPlace(
    (tracks) => enqueue(tracks, { source: "queue" }, at),
    (event) => isTrackDrag(event) && !isQueueDrag(event),
  );

const isCollection = (what: readonly Track[] | Collection): what is Collection => "kind" in what;
