/** One row of a list of tracks; a grey shape until its track is here. */
import type { Track } from "../api/records";
import { say } from "../messages";
import { clockTime } from "../rules/times";
import { toAlbum, toGenre } from "../state/paths";
import { playingTrack, warmUp } from "../state/playback";
import { Cover } from "./cover";
import { Icon } from "./icon";
import { LikeButton } from "./like_button";
import { ArtistLink, Name, titleOf } from "./names";
import { PlayingBars } from "./playing_bars";

export interface RowActions {
  readonly onPlay: (row: number) => void;
  readonly onSelect: (row: number, event: MouseEvent) => void;
  readonly onMenu: (row: number, event: MouseEvent) => void;
  readonly onDrag: (row: number, event: DragEvent) => void;
}

interface Props {
  readonly row: number;
  readonly track: Track | undefined;
  readonly source: string;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly number: number;
  readonly idPrefix: string;
  readonly actions: RowActions;
}

/** A tap plays; a click selects, and a double click plays. */
const isTouch = (event: MouseEvent): boolean =>
  (event as PointerEvent).pointerType === "touch" && !(event.target as Element).closest("a, button");

export function TrackRow({ row, track, source, isSelected, isActive, number, idPrefix, actions }: Props) {
  if (!track) return <div class="row row-waiting" role="row" aria-rowindex={row + 2} aria-busy="true" key={row} />;
  const isNow = playingTrack.value?.track_id === track.track_id;
  const kind = `row${isSelected ? " is-selected" : ""}${isActive ? " is-active" : ""}${isNow ? " is-now" : ""}`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around the rows takes the keys
    <div
      class={kind}
      role="row"
      id={`${idPrefix}-${row}`}
      aria-rowindex={row + 2}
      aria-selected={isSelected}
      tabIndex={-1}
      draggable
      onClick={(event) => (isTouch(event) ? actions.onPlay(row) : actions.onSelect(row, event))}
      onPointerDown={() => warmUp(track)}
      onDblClick={() => actions.onPlay(row)}
      onContextMenu={(event) => actions.onMenu(row, event)}
      onDragStart={(event) => actions.onDrag(row, event)}
    >
      <div class="cell cell-number" role="gridcell">
        {isNow ? <PlayingBars /> : <span class="row-number">{number}</span>}
        <button
          type="button"
          class="row-play"
          tabIndex={-1}
          aria-label={say.slate.playNow(titleOf(track))}
          onClick={(event) => {
            event.stopPropagation();
            actions.onPlay(row);
          }}
        >
          <Icon name="play" filled />
        </button>
      </div>
      <div class="cell cell-title" role="gridcell">
        <Cover url={track.cover_url} size="row" />
        <div class="cell-names">
          <Name text={titleOf(track)} kind="name-title" />
          <ArtistLink track={track} skipTab />
        </div>
      </div>
      <div class="cell cell-album" role="gridcell">
        {track.album && track.album_id ? (
          <a class="name name-quiet" dir="auto" href={toAlbum(track.album_id)} title={track.album} tabIndex={-1}>
            {track.album}
          </a>
        ) : (
          <Name text={track.album} kind="name-quiet" />
        )}
      </div>
      <div class="cell cell-genre" role="gridcell">
        {track.genres[0] && (
          <a class="chip" href={toGenre(track.genres[0])} tabIndex={-1}>
            {track.genres[0]}
          </a>
        )}
      </div>
      <div class="cell cell-time time" role="gridcell">
        {clockTime(track.duration_s)}
      </div>
      <div class="cell cell-like" role="gridcell">
        <LikeButton track={track} origin={{ source }} skipTab />
      </div>
    </div>
  );
}
