/** Previous, play or pause, next. */
import { say } from "../messages";
import { isPlaying, isWaiting } from "../state/deck";
import { next, previous, toggle } from "../state/playback";
import { IconButton } from "./icon";

export function Transport() {
  const words = isPlaying.value ? say.player.pause : say.player.play;
  return (
    <div class="transport">
      <IconButton icon="previous" kind="solid-icon" label={say.player.previous} onPress={previous} />
      <IconButton
        icon={isPlaying.value ? "pause" : "play"}
        kind={isWaiting.value ? "play-button is-waiting" : "play-button"}
        label={words}
        onPress={toggle}
      />
      <IconButton icon="next" kind="solid-icon" label={say.player.next} onPress={next} />
    </div>
  );
}
