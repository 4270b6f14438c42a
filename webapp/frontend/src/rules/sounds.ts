/** Where a track's sound is: the file as it is, or transcoded while it is heard. */
import type { Track } from "../api/records";

export interface Sound {
  readonly url: string;
  /** Made while it is heard: what was not heard yet cannot be sought, only asked for from there. */
  readonly isStream: boolean;
}

export function soundOf(track: Track, isUnplayable: boolean): Sound {
  const isStream = track.playable === "transcode" || isUnplayable;
  return { url: isStream ? `${track.audio_url}?format=opus` : track.audio_url, isStream };
}

export const addressOf = ({ url, isStream }: Sound, from_s: number): string =>
  isStream && from_s > 0 ? `${url}&start=${from_s.toFixed(2)}` : url;
