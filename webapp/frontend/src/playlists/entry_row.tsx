/** One entry: a track of the library, or the name of what is not there. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { EntryAnswer } from "../api/schema";
import { Icon, IconButton } from "../components/icon";
import { RowMore } from "../components/menu/more_button";
import { PlayingBars } from "../components/player/playing_bars";
import { Cover } from "../components/tracks/cover";
import { isTrackDrag } from "../components/tracks/drag_tracks";
import { LikeButton } from "../components/tracks/like_button";
import { ArtistLink, Name, TitleLink } from "../components/tracks/names";
import type { Rows } from "../components/tracks/use_rows";
import { say as words } from "../messages";
import { page as say } from "../messages/playlists";
import { START } from "../rules/playlists";
import { clockTime } from "../rules/times";
import { warmUp } from "../state/player/coming";
import { playingTrack } from "../state/player/queue";

export const ENTRY = "application/x-segue-playlist-entry";

export const SOURCE = "playlist";

interface Props {
  readonly entry: EntryAnswer;
  readonly row: number;
  readonly last: number;
  readonly list: Rows;
  readonly mayEdit: boolean;
  /** Id of the entry above. */
  readonly before: string | undefined;
  readonly onPlay: () => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
  readonly onDrop: (event: DragEvent, after: string | null) => void;
}

export function EntryRow({ entry, row, last, list, mayEdit, before, onPlay, onMove, onRemove, onDrop }: Props) {
  const over = useSignal<"" | "above" | "below">("");
  const { track } = entry;
  const isNow = track !== null && playingTrack.value?.track_id === track.track_id;
  const kind = [
    "playlist-entry",
    list.isSelected(row) && "is-selected",
    list.selection.active === row && "is-active",
    !track && "is-missing",
    isNow && "is-now",
    over.value && `is-over-${over.value}`,
  ];
  const isTaken = (event: DragEvent) => mayEdit && (event.dataTransfer?.types.includes(ENTRY) || isTrackDrag(event));
  return (
    <div
      role="row"
      aria-selected={list.isSelected(row)}
      {...list.rowProps(row)}
      draggable={mayEdit || track !== null}
      onDblClick={(event) => {
        if (!(event.target instanceof Element && event.target.closest("a, button"))) onPlay();
      }}
      onDragOver={(event) => {
        if (!isTaken(event)) return;
        event.preventDefault();
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        over.value = event.clientY < box.top + box.height / 2 ? "above" : "below";
      }}
      onDragLeave={() => {
        over.value = "";
      }}
      onDrop={(event) => {
        if (!isTaken(event)) return;
        event.preventDefault();
        event.stopPropagation();
        const isAbove = over.peek() === "above";
        over.value = "";
        onDrop(event, isAbove ? (before ?? START) : entry.entry_id);
      }}
    >
      <div class={kind.filter(Boolean).join(" ")} role="gridcell">
        {mayEdit && <Handle title={entry.title} row={row} last={last} onMove={onMove} onRemove={onRemove} />}
        <span class="entry-number">{isNow ? <PlayingBars /> : row + 1}</span>
        <button
          type="button"
          class="pick-play"
          disabled={!track}
          aria-label={words.slate.playNow(entry.title)}
          onPointerDown={() => track && warmUp(track)}
          onClick={onPlay}
        >
          <Cover url={track?.cover_url ?? null} size="pick" />
          {track && (
            <span class="pick-play-mark">
              <Icon name="play" filled />
            </span>
          )}
        </button>
        <div class="cell-names">
          {track ? <TitleLink track={track} /> : <Name text={entry.title} kind="name-title" />}
          {track ? <ArtistLink track={track} /> : <Name text={missingBy(entry.artist)} kind="name-quiet" />}
        </div>
        <span class="entry-album">
          <Name text={track ? entry.album : entry.location || entry.album} kind="name-quiet" />
        </span>
        <span class="time">{clockTime(entry.duration_s)}</span>
        <span class="entry-actions">
          {track && <LikeButton track={track} origin={{ source: SOURCE }} />}
          {(track || mayEdit) && <RowMore list={list} row={row} track={entry} />}
          {mayEdit && <IconButton icon="close" label={say.removeEntry(entry.title)} onPress={onRemove} />}
        </span>
      </div>
    </div>
  );
}

const missingBy = (artist: string): string => [artist, say.missingTitle].filter(Boolean).join(" · ");

interface HandleProps {
  readonly title: string;
  readonly row: number;
  readonly last: number;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** The arrows move the entry, Delete removes it; the focus goes with it. */
function Handle({ title, row, last, onMove, onRemove }: HandleProps) {
  const button = useRef<HTMLButtonElement>(null);
  const isSteered = useRef(false);
  useEffect(() => {
    if (isSteered.current) {
      button.current?.focus({ preventScroll: true });
      button.current?.scrollIntoView({ block: "nearest" });
    }
    isSteered.current = false;
  }, [row]);
  const steps: Readonly<Record<string, number>> = { ArrowUp: row - 1, ArrowDown: row + 1, Home: 0, End: last };
  return (
    <button
      type="button"
      class="icon-button entry-handle"
      aria-label={say.drag(title)}
      ref={button}
      onKeyDown={(event) => {
        const to = steps[event.key];
        if (to !== undefined) {
          isSteered.current = true;
          onMove(to);
        } else if (event.key === "Delete" || event.key === "Backspace") onRemove();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Icon name="drag" />
    </button>
  );
}
