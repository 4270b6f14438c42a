/** Selects a track with all that truly sounds like it. */
import { node } from "../state";
import { addRows } from "./selected";

/** The chosen track with its true neighbours, as far as they are in the map. */
export function selectAround(): void {
  const now = node.peek();
  if (now) addRows([now.row, ...now.neighbours.flatMap(({ row }) => row ?? [])]);
}
