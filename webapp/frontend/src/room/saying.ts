/** Says the chosen track to those who hear the page, in whichever view they are. */
import { effect } from "@preact/signals";
import { artistOf, titleOf } from "../components/tracks/names";
import { roomSays } from "../messages/room/room";
import { node, nodeWords } from "./state";

/** Returns how to stop. */
export function followSaid(): () => void {
  return effect(() => {
    const now = node.value;
    nodeWords.value = now
      ? roomSays.said.at(titleOf(now.track), artistOf(now.track), now.region, now.neighbours.length)
      : "";
  });
}
