/** What was turned away and is hardly to be seen: by the server with all of an artist, in this browser a moment ago. */
import { computed, signal } from "@preact/signals";
import { turnedAway } from "../../state/stream/taste";
import { followRows } from "../follow_rows";
import { roomTaste } from "./taste_centres";

const away = signal<readonly (number | null)[]>([]);

export const dimRows = computed<ReadonlySet<number>>(
  () => new Set([...away.value.filter((row) => row !== null), ...(roomTaste.value?.refused ?? [])]),
);

/** Returns how to stop. */
export function followAway(): () => void {
  const end = followRows(
    () => [...turnedAway.value.keys()],
    (rows) => {
      away.value = rows;
    },
  );
  return () => {
    end();
    away.value = [];
  };
}
