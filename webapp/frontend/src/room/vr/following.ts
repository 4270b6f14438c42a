/** What follows the page while a headset shows the room: colours, names, the panel, and the knobs of what is chosen. */
import { effect } from "@preact/signals";
import type { Scene } from "three";
import { followColours } from "../scene/looks";
import type { Standing } from "../scene/standing";
import { chosenId, ghost, node } from "../state";
import type { Target } from "./drawing/target";
import type { HandLooks } from "./hands/hand_looks";
import { Names } from "./names";
import { turn } from "./panel/acts";
import { layOut } from "./panel/layout";
import type { Panel } from "./panel/panel";
import { panelPage, panelState, wish } from "./panel/state";

interface Followers {
  readonly standing: Standing;
  readonly world: Scene;
  readonly looks: HandLooks;
  readonly target: Target;
  readonly panel: Panel;
}

/** Returns how to stop. */
export function followPage({ standing, world, looks, target, panel }: Followers): () => void {
  const [colours, endColours] = followColours();
  const names = new Names(standing, colours);
  world.add(names.regions.mesh, names.near.mesh);
  const ends = [
    endColours,
    names.follow(),
    effect(() => {
      looks.setColours(colours.value);
      target.setColour(colours.value.accent);
    }),
    effect(() => {
      void colours.value;
      panel.show(layOut(panelState()));
    }),
    effect(() => {
      void chosenId.value;
      wish.value = {};
    }),
    effect(() => {
      if (node.value && panelPage.value === "knobs" && !ghost.peek()) turn(wish.peek());
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
