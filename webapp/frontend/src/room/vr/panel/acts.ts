/** What the panel's controls do, as far as it is not about where one stands. */
import { playInstead, playNow, next as skip, toggle } from "../../../state/player/playback";
import { toggleLike } from "../../../state/stream/taste";
import { askGhost } from "../../asking_ghost";
import { choose, ghost, node } from "../../state";
import { toggleVrSetting, type VrSwitch } from "../settings";
import type { PanelControl, PanelPage } from "./records";
import { panelPage, wish } from "./state";

const FROM = { source: "room" };

/** Returns whether it was one of these. */
export function act({ kind, of }: PanelControl): boolean {
  const track = node.peek()?.track;
  switch (kind) {
    case "page":
      openPage(of as PanelPage);
      return true;
    case "toggle":
      toggle();
      return true;
    case "skip":
      skip();
      return true;
    case "play":
      if (track) playNow([track], FROM);
      return true;
    case "like":
      if (track) toggleLike(track, FROM);
      return true;
    case "reset":
      turn({});
      return true;
    case "nearest":
      playInstead(ghost.peek()?.nearest.map((each) => each.track) ?? [], FROM);
      return true;
    case "switch":
      toggleVrSetting(of as VrSwitch);
      return true;
    default:
      return false;
  }
}

/** Ask for the ghost of the chosen track with these knobs turned. */
export function turn(turned: Readonly<Record<string, number>>): void {
  wish.value = turned;
  const track = node.peek()?.track;
  if (track) askGhost(track.track_id, turned);
}

function openPage(page: PanelPage): void {
  panelPage.value = page;
  if (page === "knobs" && !ghost.peek()) turn({});
}

/** The trigger on a track: it is chosen, and plays. */
export function playHere(track: Parameters<typeof playNow>[0][number]): void {
  choose(track.track_id, { stay: true });
  playNow([track], FROM);
}
