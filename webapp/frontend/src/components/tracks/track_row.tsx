/** One row of a list of tracks; a grey shape until its track is here. */
import type { HeardTrack, Track } from "../../api/records";
import { say } from "../../messages";
import { ownSays } from "../../messages/own";
import { shortMoment, wholeMoment } from "../../rules/playing/played";
import { clockTime } from "../../rules/times";
import { toAlbum, toGenre } from "../../state/paths";
import { warmUp } from "../../state/player/coming";
import { playingTrack } from "../../state/player/queue";
import { Icon } from "../icon";
import { RowMore } from "../menu/more_button";
import { PlayingBars } from "../player/playing_bars";
import { Cover } from "./cover";
import { LikeButton } from "./like_button";
import { ArtistLink, Name, titleOf } from "./names";
import type { Rows } from "./use_rows";

interface Props {
  readonly row: number;
  readonly track: Track | undefined;
  readonly source: string;
  readonly number: number;
  readonly rows: Rows;
  /** Whether the list has columns of the listener's own plays. */
  readonly hasPlays: boolean;
}

/** A tap plays; a click selects, and a double click plays. */
const isTouch = (event: MouseEvent): boolean =>
  (event as PointerEvent).pointerType === "touch" && !(event.target as Element).closest("a, button");

export function TrackRow({ row, track, source, number, rows, hasPlays }: Props) {
  if (!track) return <div class="row row-waiting" role="row" aria-rowindex={row + 2} aria-busy="true" key={row} />;
  const isNow = playingTrack.value?.track_id === track.track_id;
  const isActive = rows.selection.active === row;
  const kind = `row${rows.isSelected(row) ? " is-selected" : ""}${isActive ? " is-active" : ""}${isNow ? " is-now" : ""}`;
  const { onClick, ...props } = rows.rowProps(row);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around the rows takes the keys
    <div
      class={kind}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={rows.isSelected(row)}
      {...props}
      onClick={(event) => (isTouch(event) ? rows.play(row) : onClick(event))}
      onPointerDown={() => warmUp(track)}
      onDblClick={() => rows.play(row)}
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
            rows.play(row);
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
      {hasPlays && <PlayCells track={track} />}
      <div class="cell cell-time time" role="gridcell">
        {clockTime(track.duration_s)}
      </div>
      <div class="cell cell-like" role="gridcell">
        <LikeButton track={track} origin={{ source }} skipTab />
        <RowMore list={rows} row={row} track={track} skipTab />
      </div>
    </div>
  );
}

function PlayCells({ track }: { track: Track & Partial<Pick<HeardTrack, "plays" | "last_played_at">> }) {
  const { plays, last_played_at } = track;
  return (
    <>
      <div class="cell cell-plays time" role="gridcell">
        {plays ? (
          <span title={ownSays.plays(plays)}>{plays.toLocaleString("en")}</span>
        ) : (
          <span class="only-heard">{ownSays.neverPlayed}</span>
        )}
      </div>
      <div class="cell cell-last time" role="gridcell" title={wholeMoment(last_played_at)}>
        {shortMoment(last_played_at)}
      </div>
    </>
  );
}
