/** Media keys, headset buttons and the system's own player. */
import { effect } from "@preact/signals";
import { isPlaying, pause, play, position_s, seek } from "./deck";
import { duration_s, next, previous, seekBy } from "./playback";
import { playingTrack } from "./queue";
import { speed } from "./speed";

export function openMediaSession(): void {
  const session = navigator.mediaSession;
  if (!session) return;
  session.setActionHandler("play", () => void play());
  session.setActionHandler("pause", pause);
  session.setActionHandler("nexttrack", next);
  session.setActionHandler("previoustrack", previous);
  session.setActionHandler("seekbackward", (details) => seekBy(-(details.seekOffset ?? 10)));
  session.setActionHandler("seekforward", (details) => seekBy(details.seekOffset ?? 10));
  session.setActionHandler("seekto", (details) => details.seekTime !== undefined && seek(details.seekTime));
  effect(() => {
    const track = playingTrack.value;
    session.metadata = track
      ? new MediaMetadata({
          title: track.title,
          artist: track.artist,
          album: track.album,
          artwork: [{ src: new URL(track.cover_url, location.href).href }],
        })
      : null;
  });
  effect(() => {
    session.playbackState = isPlaying.value ? "playing" : playingTrack.value ? "paused" : "none";
  });
  effect(() => {
    const duration = duration_s.value;
    if (duration && duration > 0 && isPlaying.value) {
      session.setPositionState({ duration, position: Math.min(position_s.value, duration), playbackRate: speed.value });
    }
  });
}
