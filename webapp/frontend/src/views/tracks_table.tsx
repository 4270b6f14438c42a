/** All tracks, or those of a genre or another part of the library: a virtual table whose sort stands in the address. */
import { ApiProblem } from "../api/client";
import { Icon } from "../components/icon";
import { ListActions } from "../components/list_actions";
import { Empty, EmptyLibrary, Problem, Skeleton } from "../components/states";
import { TrackGrid } from "../components/tracks/track_grid";
import { say } from "../messages";
import { moodSays } from "../messages/moods";
import { ownSays } from "../messages/own";
import { libraryTurn } from "../state/library/library_turn";
import { useWindowedTracks } from "../state/library/windowed_tracks";
import { goQuery, place } from "../state/router";

const COLUMNS = ["title", "album", "genre", "plays", "last_played", "duration"] as const;
type Column = (typeof COLUMNS)[number] | "artist";
/** Columns of which the most or the latest is wanted first. */
const DESCENDING_FIRST: readonly Column[] = ["plays", "last_played"];
const CELLS: Partial<Readonly<Record<Column, string>>> = { duration: "time", last_played: "last" };

interface Props {
  readonly genre?: string;
  /** A kind and a key, as in `decade:1990`. */
  readonly part?: string;
  /** What the part is called. */
  readonly name?: string;
}

export function TracksTable({ genre = "", part = "", name = genre }: Props) {
  const sort = place.value.query.get("sort") ?? "title";
  const order = place.value.query.get("order") ?? "asc";
  const mood = place.value.query.get("mood") ?? "";
  const filter =
    (genre ? `&genre=${encodeURIComponent(genre)}` : "") +
    (part ? `&part=${encodeURIComponent(part)}` : "") +
    (mood ? `&mood=${encodeURIComponent(mood)}` : "");
  const address = `/api/v1/history/tracks?sort=${encodeURIComponent(sort)}&order=${encodeURIComponent(order)}${filter}`;
  const { list, total, look, onPlay } = useWindowedTracks(address, "library");
  const { problem } = list;
  if (mood && total === null && problem.value instanceof ApiProblem && problem.value.status === 503) {
    return <Empty icon="lab" title={moodSays.noneYet} hint={moodSays.noneHint} command={moodSays.command} />;
  }
  if (list.problem.value && total === null) return <Problem problem={list.problem.value} again={list.retry} />;
  if (total === null) return <Skeleton kind="row" count={14} />;
  if (total === 0 && mood) return <NoneInMood mood={mood} />;
  if (total === 0) return <EmptyLibrary />;
  const label = name ? say.library.filteredBy(name) : say.library.table;
  return (
    <>
      <ListActions
        name={name || say.library.title}
        source="library"
        whole={{ address }}
        n={total}
        duration_s={list.duration_s.value}
      />
      <TrackGrid
        label={label}
        source="library"
        order={`${address} ${libraryTurn.value}`}
        count={total}
        at={(row) => list.item(row)}
        onPlay={onPlay}
        onLook={look}
        hasPlays
        head={<Head sort={sort} order={order} />}
      />
    </>
  );
}

function NoneInMood({ mood }: { mood: string }) {
  return (
    <Empty icon="library" title={moodSays.none(mood)}>
      <button type="button" class="button" onClick={() => goQuery({ mood: null })}>
        {say.library.clearFilter}
      </button>
    </Empty>
  );
}

function Head({ sort, order }: { sort: string; order: string }) {
  const sortBy = (column: Column) => {
    const first = DESCENDING_FIRST.includes(column) ? "desc" : "asc";
    const other = order === "asc" ? "desc" : "asc";
    goQuery({ sort: column, order: column === sort ? other : first });
  };
  return (
    <div class="row row-head" role="row" aria-rowindex={1}>
      <div class="cell cell-number" role="columnheader">
        #
      </div>
      {COLUMNS.map((column) => (
        <div
          key={column}
          class={`cell cell-${CELLS[column] ?? column}`}
          role="columnheader"
          aria-sort={sort === column ? (order === "asc" ? "ascending" : "descending") : "none"}
        >
          <SortButton column={column} sort={sort} order={order} onSort={sortBy} />
          {column === "title" && <SortButton column="artist" sort={sort} order={order} onSort={sortBy} />}
        </div>
      ))}
      <div class="cell cell-like" role="columnheader">
        <span class="only-heard">{say.player.like}</span>
      </div>
    </div>
  );
}

interface SortProps {
  readonly column: Column;
  readonly sort: string;
  readonly order: string;
  readonly onSort: (column: Column) => void;
}

function SortButton({ column, sort, order, onSort }: SortProps) {
  const name = { ...say.library.columns, ...ownSays.columns }[column];
  return (
    <button
      type="button"
      class={sort === column ? "sort is-on" : "sort"}
      title={say.library.sortBy(name)}
      onClick={() => onSort(column)}
    >
      {name}
      {sort === column && <Icon name={order === "asc" ? "up" : "down"} />}
    </button>
  );
}
