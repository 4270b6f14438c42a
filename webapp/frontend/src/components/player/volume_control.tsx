/** Volume with mute. */
import { say } from "../../messages";
import { isMuted, volume } from "../../state/player/volume";
import { IconButton } from "../icon";

export function VolumeControl() {
  const level = isMuted.value ? 0 : volume.value;
  return (
    <div class="volume">
      <IconButton
        icon={level === 0 ? "mute" : level < 0.5 ? "quiet" : "loud"}
        label={isMuted.value ? say.player.unmute : say.player.mute}
        pressed={isMuted.value}
        onPress={() => {
          isMuted.value = !isMuted.value;
        }}
      />
      <div class="slider">
        <svg class="slider-track" aria-hidden="true">
          <rect class="slider-space" width="100%" height="100%" rx="2" />
          <rect class="slider-done" width={`${level * 100}%`} height="100%" rx="2" />
        </svg>
        <svg class="slider-handle" aria-hidden="true">
          <circle cx={`${level * 100}%`} cy="50%" r="6" />
        </svg>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={level}
          aria-label={say.player.volume}
          aria-valuetext={`${Math.round(level * 100)} %`}
          onInput={(event) => {
            isMuted.value = false;
            volume.value = Number(event.currentTarget.value);
          }}
        />
      </div>
    </div>
  );
}
