/** Three bars that dance while the row's track plays. */
import { isPlaying } from "../../state/player/deck";

export function PlayingBars() {
  return (
    <span class={isPlaying.value ? "playing-bars is-dancing" : "playing-bars"} aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
