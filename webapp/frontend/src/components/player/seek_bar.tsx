/** Position in the track: what is buffered, what was played, and a handle to move it. */
import { useSignal } from "@preact/signals";
import { say } from "../../messages";
import { clockTime } from "../../rules/times";
import { buffered, position_s, seek } from "../../state/player/deck";
import { duration_s } from "../../state/player/playback";
import { playingTrack } from "../../state/player/queue";

export function SeekBar() {
  const dragged_s = useSignal<number | null>(null);
  const end = duration_s.value ?? 0;
  const now = Math.min(dragged_s.value ?? position_s.value, end || Number.POSITIVE_INFINITY);
  const percent = (seconds: number) => `${end > 0 ? Math.min(100, Math.max(0, (seconds / end) * 100)) : 0}%`;
  const release = () => {
    if (dragged_s.value !== null) seek(dragged_s.value);
    dragged_s.value = null;
  };
  return (
    <div class="seek">
      <span class="time">{clockTime(playingTrack.value ? now : null)}</span>
      <div class="slider">
        <svg class="slider-track" aria-hidden="true">
          <rect class="slider-space" width="100%" height="100%" rx="2" />
          {buffered.value.map(([from, to]) => (
            <rect
              key={from}
              class="slider-buffered"
              x={percent(from)}
              width={percent(to - from)}
              height="100%"
              rx="2"
            />
          ))}
          <rect class="slider-done" width={percent(now)} height="100%" rx="2" />
        </svg>
        <svg class="slider-handle" aria-hidden="true">
          <circle cx={percent(now)} cy="50%" r="6" />
        </svg>
        <input
          type="range"
          min={0}
          max={end || 1}
          step={end > 600 ? 1 : 0.1}
          value={now}
          disabled={!playingTrack.value || end === 0}
          aria-label={say.player.seek}
          aria-valuetext={say.player.seekValue(clockTime(now), clockTime(end))}
          onInput={(event) => {
            dragged_s.value = Number(event.currentTarget.value);
          }}
          onChange={release}
        />
      </div>
      <span class="time">{clockTime(playingTrack.value ? end || null : null)}</span>
    </div>
  );
}
