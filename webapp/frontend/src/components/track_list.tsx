/** A short list of tracks that is all here: an album, an artist, search results. */
import type { Track } from "../api/records";
import { enqueue, playInstead, playNow } from "../state/playback";
import { TrackGrid } from "./track_grid";

interface Props {
  readonly tracks: readonly Track[];
  readonly label: string;
  readonly source: string;
  /** An album goes on to its end; a list of finds plays the one and goes on from the picks. */
  readonly goesOn?: boolean;
  readonly isNumberedByTrack?: boolean;
}

export function TrackList({ tracks, label, source, goesOn = false, isNumberedByTrack = false }: Props) {
  const onPlay = (row: number, chosen: readonly Track[]) => {
    const track = tracks[row];
    if (chosen.length > 1) playInstead(chosen, { source });
    else if (track && goesOn) playInstead(tracks.slice(row), { source });
    else if (track) playNow([track], { source });
  };
  return (
    <TrackGrid
      label={label}
      source={source}
      count={tracks.length}
      at={(row) => tracks[row]}
      onPlay={onPlay}
      {...(isNumberedByTrack && { numberOf: (row, track) => track?.track_number ?? row + 1 })}
    />
  );
}

export function playAll(tracks: readonly Track[], source: string): void {
  playInstead(tracks, { source });
}

export function queueAll(tracks: readonly Track[], source: string): void {
  enqueue(tracks, { source }, "end");
}
