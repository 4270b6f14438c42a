/** Gamepads on the picture: asked in each frame while one is connected, for browsers tell of nothing else. */
import { playNow } from "../../state/player/playback";
import { chooseRow } from "../choose_row";
import type { PadAct } from "../moving/pad_moves";
import { hasPad } from "../pad";
import { chosenId, node, pointedRow } from "../state";
import { goToNextNeighbour } from "../ways";
import type { RoomScene } from "./room_scene";

/** Of other layouts nobody knows which button is which. */
const isUsable = (pad: Gamepad | null): pad is Gamepad => !!pad?.connected && pad.mapping === "standard";

/** Returns what lets go of them again. */
export function takePads(scene: RoomScene): () => void {
  const { stage } = scene;
  let request = 0;

  const chooseMiddle = (): void => {
    const row = scene.rowInMiddle();
    const now = node.peek();
    if (now && (row < 0 || row === now.row)) playNow([now.track], { source: "room" });
    else if (row >= 0) void chooseRow(row, { stay: true });
  };
  const acts: Readonly<Record<PadAct, () => void>> = {
    choose: chooseMiddle,
    // Back from the first track would leave the room, which a thumb should not.
    back: () => (chosenId.peek() ? history.back() : scene.visits.flyHome()),
    next: () => (node.peek() ? goToNextNeighbour() : void chooseRow(scene.rowBefore())),
  };
  const act = (what: PadAct): void => acts[what]();

  const ask = (): void => {
    request = requestAnimationFrame(ask);
    // A headset has hands of its own, and an open dialog is in front.
    if (stage.isLent || document.querySelector("dialog[open]")) {
      stage.pad.release();
      return;
    }
    for (const pad of navigator.getGamepads()) {
      if (!isUsable(pad)) continue;
      stage.pad.read(pad, act);
      break;
    }
    if (!stage.pad.isAny) return;
    stage.stopFlight();
    const row = scene.rowInMiddle();
    pointedRow.value = row < 0 ? null : row;
    stage.invalidate();
  };
  const look = (): void => {
    hasPad.value = navigator.getGamepads().some(isUsable);
    if (hasPad.value) request ||= requestAnimationFrame(ask);
    else stop();
  };
  const stop = (): void => {
    cancelAnimationFrame(request);
    request = 0;
    stage.pad.release();
  };
  addEventListener("gamepadconnected", look);
  addEventListener("gamepaddisconnected", look);
  look();
  return () => {
    removeEventListener("gamepadconnected", look);
    removeEventListener("gamepaddisconnected", look);
    stop();
    hasPad.value = false;
  };
}
