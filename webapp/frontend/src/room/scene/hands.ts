/** Pointer and keyboard on the picture. */
import { chooseRow } from "../choose_row";
import { isMotionWanted } from "../../components/motion";
import { takePointer } from "../moving/pointer";
import { choose, node } from "../state";
import { goToNextNeighbour } from "../ways";
import type { RoomScene } from "./room_scene";

/** Returns what lets go of them again. */
export function takeHands(picture: HTMLElement, scene: RoomScene): () => void {
  const { stage } = scene;
  const letGo = takePointer(picture, stage, {
    moved: () => {
      if (!isMotionWanted()) stage.spin.stop();
      stage.stopFlight();
      stage.invalidate();
    },
    pointed: (at) => scene.point(at),
    pressed: (x, y, isTouch) => {
      const row = scene.rowAt(x, y, isTouch);
      if (row >= 0) void chooseRow(row, { stay: true });
    },
    pressedTwice: (x, y) => {
      const row = scene.rowAt(x, y, true);
      if (row < 0) return;
      void chooseRow(row, { stay: true });
      scene.flyToRow(row);
    },
  });

  const acts: Readonly<Record<string, () => void>> = {
    n: () => (node.peek() ? goToNextNeighbour() : void chooseRow(scene.rowBefore())),
    p: () => history.back(),
    Enter: () => {
      const row = node.peek()?.row;
      if (row === undefined) void chooseRow(scene.rowBefore());
      else scene.flyToRow(row);
    },
    Home: () => scene.flyHome(),
    Escape: () => choose("", { stay: true }),
  };

  const down = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = acts[event.key];
    if (act) act();
    else if (stage.keys.press(event)) {
      stage.stopFlight();
      stage.invalidate();
    } else return;
    event.preventDefault();
  };
  const up = (event: KeyboardEvent) => stage.keys.release(event);
  const blur = () => stage.keys.releaseAll();
  picture.addEventListener("keydown", down);
  picture.addEventListener("keyup", up);
  picture.addEventListener("blur", blur);
  return () => {
    letGo();
    picture.removeEventListener("keydown", down);
    picture.removeEventListener("keyup", up);
    picture.removeEventListener("blur", blur);
  };
}
