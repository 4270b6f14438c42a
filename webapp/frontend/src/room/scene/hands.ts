/** Pointer and keyboard on the picture. */

import { isMotionWanted } from "../../components/motion";
import { chooseRow } from "../choose_row";
import { takePointer } from "../moving/pointer";
import { canGrab } from "../own/own_places";
import { selectAround } from "../selecting/around";
import { beginLasso, drawLasso, endLasso, lassoLine, rowsInside } from "../selecting/lasso";
import { addRows, isSelecting, stepBack, toggleRow } from "../selecting/selected";
import { choose, node } from "../state";
import { goToNextNeighbour } from "../ways";
import type { RoomScene } from "./room_scene";

/** With Shift, while nodes may be grabbed: shares of the distance to the right and up. */
const NUDGES: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-0.02, 0],
  ArrowRight: [0.02, 0],
  ArrowUp: [0, 0.02],
  ArrowDown: [0, -0.02],
};

const isLassoOn = (): boolean => lassoLine.peek().length > 0;

/** Returns what lets go of them again. */
export function takeHands(picture: HTMLElement, scene: RoomScene): () => void {
  const { stage } = scene;
  const letAllGo = () => {
    if (isLassoOn()) endLasso();
    else void scene.grabbing.drop();
  };
  const letGo = takePointer(
    picture,
    { view: stage.eye.view, keys: stage.keys, spin: stage.spin },
    {
      moved: () => {
        if (!isMotionWanted()) stage.spin.stop();
        stage.stopFlight();
        stage.invalidate();
      },
      pointed: (at) => scene.point(at),
      pressed: (x, y, isTouch, isJoining) => {
        letAllGo();
        const row = scene.rowAt(x, y, isTouch);
        if (row < 0) return;
        if (isJoining || isSelecting.peek()) toggleRow(row);
        else void chooseRow(row, { stay: true });
      },
      grabbed: (x, y, isJoining) => {
        const isLasso = isSelecting.peek() || (isJoining && !stage.keys.isFlying);
        if (isLasso) beginLasso(x, y);
        return isLasso || scene.grab(x, y);
      },
      dragged: (x, y) => (isLassoOn() ? drawLasso(x, y) : scene.grabbing.drag(x, y)),
      dropped: () => {
        if (!isLassoOn()) return void scene.grabbing.drop();
        addRows(rowsInside(endLasso(), scene.standing.places.length / 3, (row) => scene.pointOf(row)));
      },
      interrupted: letAllGo,
      pressedTwice: (x, y) => {
        letAllGo();
        const row = scene.rowAt(x, y, true);
        if (row < 0) return;
        if (isSelecting.peek()) return toggleRow(row);
        void chooseRow(row, { stay: true });
        scene.visits.flyToRow(row);
      },
    },
  );

  const acts: Readonly<Record<string, () => void>> = {
    n: () => (node.peek() ? goToNextNeighbour() : void chooseRow(scene.rowBefore())),
    p: () => history.back(),
    Enter: () => {
      const row = node.peek()?.row;
      if (row === undefined) void chooseRow(scene.rowBefore());
      else scene.visits.flyToRow(row);
    },
    Home: () => scene.visits.flyHome(),
    x: () => {
      const row = node.peek()?.row ?? scene.rowBefore();
      if (row >= 0) toggleRow(row);
    },
    X: selectAround,
    Escape: () => {
      if (!stepBack()) choose("", { stay: true });
    },
  };

  const down = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = acts[event.key];
    const nudge = event.shiftKey && canGrab.peek() ? NUDGES[event.key] : undefined;
    const chosen = node.peek()?.row;
    if (nudge && chosen !== undefined) scene.grabbing.nudge(chosen, ...nudge);
    else if (act) act();
    else if (stage.keys.press(event)) {
      stage.stopFlight();
      stage.invalidate();
    } else return;
    event.preventDefault();
  };
  const up = (event: KeyboardEvent) => {
    stage.keys.release(event);
    if (NUDGES[event.key]) void scene.grabbing.drop();
  };
  const blur = () => {
    stage.keys.releaseAll();
    void scene.grabbing.drop();
  };
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
