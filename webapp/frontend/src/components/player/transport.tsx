/** Shuffle, previous, play or pause, next, repeat. */
import { say } from "../../messages";
import { listeningSays } from "../../messages/listening";
import { isPlaying, isWaiting } from "../../state/player/deck";
import { changeRepeating, changeShuffling, repeating, shuffling } from "../../state/player/modes";
import { next, previous, toggle } from "../../state/player/playback";
import { IconButton } from "../icon";

export function Transport() {
  const words = isPlaying.value ? say.player.pause : say.player.play;
  return (
    <div class="transport">
      <IconButton
        icon={shuffling.value === "albums" ? "album" : "shuffle"}
        kind={shuffling.value === "off" ? "mode" : "mode is-on"}
        label={listeningSays.shuffle[shuffling.value]}
        pressed={shuffling.value !== "off"}
        onPress={changeShuffling}
      />
      <IconButton icon="previous" kind="solid-icon previous" label={say.player.previous} onPress={previous} />
      <IconButton
        icon={isPlaying.value ? "pause" : "play"}
        kind={isWaiting.value ? "play-button is-waiting" : "play-button"}
        label={words}
        onPress={toggle}
      />
      <IconButton icon="next" kind="solid-icon" label={say.player.next} onPress={next} />
      <IconButton
        icon={repeating.value === "one" ? "repeatOne" : "repeat"}
        kind={repeating.value === "off" ? "mode" : "mode is-on"}
        label={listeningSays.repeat[repeating.value]}
        pressed={repeating.value !== "off"}
        onPress={changeRepeating}
      />
    </div>
  );
}
