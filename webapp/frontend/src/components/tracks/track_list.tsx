/** A short list of tracks that is all here: an album, an artist, search results. */
import type { ComponentChildren } from "preact";
import type { Track } from "../../api/records";
import { libraryTurn } from "../../state/library/library_turn";
import { enqueue, playFrom, playInstead, playNow, shuffleInstead } from "../../state/player/playback";
import { TrackGrid } from "./track_grid";

interface Props {
  readonly tracks: readonly Track[];
  readonly label: string;
  readonly source: string;
  /** An album goes on to its end; a list of finds plays the one and goes on from the picks. */
  readonly goesOn?: boolean;
  readonly isNumberedByTrack?: boolean;
  readonly onLeaveUp?: () => void;
  readonly hasPlays?: boolean;
  readonly head?: ComponentChildren;
  /** The list is a part of this one and goes on to its end: a disc of an album. */
  readonly partOf?: { readonly tracks: readonly Track[]; readonly from: number };
}

export function TrackList({
  tracks,
  label,
  source,
  goesOn = false,
  isNumberedByTrack = false,
  onLeaveUp,
  hasPlays = false,
  head,
  partOf = { tracks, from: 0 },
}: Props) {
  const onPlay = (row: number, chosen: readonly Track[]) => {
    const track = tracks[row];
    if (chosen.length > 1) playFrom(chosen, 0, { source });
    else if (track && goesOn) playFrom(partOf.tracks, partOf.from + row, { source });
    else if (track) playNow([track], { source });
  };
  return (
    <TrackGrid
      label={label}
      source={source}
      count={tracks.length}
      at={(row) => tracks[row]}
      onPlay={onPlay}
      order={String(libraryTurn.value)}
      hasPlays={hasPlays}
      head={head}
      {...(onLeaveUp && { onLeaveUp })}
      {...(isNumberedByTrack && { numberOf: (row, track) => track?.track_number ?? row + 1 })}
    />
  );
}

export function playAll(tracks: readonly Track[], source: string): void {
  playInstead(tracks, { source });
}

export function shuffleAll(tracks: readonly Track[], source: string): void {
  shuffleInstead(tracks, { source });
}

export function queueAll(tracks: readonly Track[], source: string): void {
  enqueue(tracks, { source }, "end");
}
