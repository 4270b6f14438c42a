/** The way in: what the page needs of the picture, without three in its own chunk. */

import type { RoomPicture } from "../drawing/stage";
import { orbit, zoom } from "../moving/viewpoint";
import { takeHands } from "./hands";
import { RoomScene } from "./room_scene";

export interface OpenRoom {
  readonly flyHome: () => void;
  readonly flyToRow: (row: number) => void;
  readonly zoomBy: (factor: number) => void;
  readonly turnBy: (radians: number) => void;
  readonly setInset: (right: number, bottom: number) => void;
  readonly picture: () => Promise<Blob | null>;
  /** Tell each row that is in the picture. */
  readonly seenRows: (tell: (row: number) => void) => void;
  /** Show the room in a headset until its session ends. */
  readonly enterVr: (session: XRSession) => Promise<void>;
  readonly close: () => void;
}

/** Throws where WebGL is not to be had. */
export function openRoom(picture: HTMLCanvasElement, labels: HTMLElement, contextLost: () => void): OpenRoom {
  const scene = new RoomScene(picture as RoomPicture, labels, contextLost);
  const letGo = takeHands(picture.parentElement ?? picture, scene);
  const { stage } = scene;
  const change = (act: () => void) => {
    stage.stopFlight();
    act();
    stage.invalidate();
  };
  let endVr = (): void => undefined;
  return {
    flyHome: () => scene.visits.flyHome(),
    flyToRow: (row) => scene.visits.flyToRow(row),
    zoomBy: (factor) => change(() => zoom(stage.eye.view, factor)),
    turnBy: (radians) => change(() => orbit(stage.eye.view, radians, 0)),
    setInset: (right, bottom) => stage.setInset(right, bottom),
    picture: () => stage.toBlob(),
    seenRows: (tell) => scene.seenRows(tell),
    enterVr: async (session) => {
      const { enterVr } = await import("../vr/vr_room");
      endVr = await enterVr(session, scene);
    },
    close: () => {
      endVr();
      letGo();
      scene.dispose();
    },
  };
}
