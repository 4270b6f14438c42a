/** All tracks, or those of a genre: a virtual table whose sort stands in the address. */
import { useCallback, useEffect, useMemo } from "preact/hooks";
import { ApiProblem } from "../api/client";
import type { Track } from "../api/records";
import { Icon } from "../components/icon";
import { Empty, EmptyLibrary, Problem, Skeleton } from "../components/states";
import { TrackGrid } from "../components/track_grid";
import { say } from "../messages";
import { moodSays } from "../messages/moods";
import { playInstead, playNow } from "../state/playback";
import { goQuery, place } from "../state/router";
import { WindowedList } from "../state/windows";

const COLUMNS = ["title", "album", "genre", "duration"] as const;

export function TracksTable({ genre = "" }: { genre?: string }) {
  const sort = place.value.query.get("sort") ?? "title";
  const order = place.value.query.get("order") ?? "asc";
  const mood = place.value.query.get("mood") ?? "";
  const filter =
    (genre ? `&genre=${encodeURIComponent(genre)}` : "") + (mood ? `&mood=${encodeURIComponent(mood)}` : "");
  const address = `/api/v1/tracks?sort=${encodeURIComponent(sort)}&order=${encodeURIComponent(order)}${filter}`;
  const list = useMemo(() => new WindowedList<Track>(address), [address]);
  useEffect(() => {
    list.look(0, 40);
    return () => list.close();
  }, [list]);
  const look = useCallback((from: number, to: number) => list.look(from, to), [list]);
  const total = list.total.value;
  const { problem } = list;
  if (mood && total === null && problem.value instanceof ApiProblem && problem.value.status === 503) {
    return <Empty icon="lab" title={moodSays.noneYet} hint={moodSays.noneHint} command={moodSays.command} />;
  }
  if (list.problem.value && total === null) return <Problem problem={list.problem.value} again={() => list.retry()} />;
  if (total === null) return <Skeleton kind="row" count={14} />;
  if (total === 0 && mood) return <NoneInMood mood={mood} />;
  if (total === 0) return <EmptyLibrary />;
  const onPlay = (row: number, chosen: readonly Track[]) => {
    const track = list.item(row);
    if (chosen.length > 1) playInstead(chosen, { source: "library" });
    else if (track) playNow([track], { source: "library" });
  };
  void list.arrivals.value;
  return (
    <TrackGrid
      label={genre ? say.library.filteredBy(genre) : say.library.table}
      source="library"
      count={total}
      at={(row) => list.item(row)}
      onPlay={onPlay}
      onLook={look}
      head={<Head sort={sort} order={order} />}
    />
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
  const sortBy = (column: string) =>
    goQuery({ sort: column, order: column === sort && order === "asc" ? "desc" : "asc" });
  return (
    <div class="row row-head" role="row" aria-rowindex={1}>
      <div class="cell cell-number" role="columnheader">
        #
      </div>
      {COLUMNS.map((column) => (
        <div
          key={column}
          class={`cell cell-${column === "duration" ? "time" : column}`}
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
  readonly column: "title" | "artist" | "album" | "genre" | "duration";
  readonly sort: string;
  readonly order: string;
  readonly onSort: (column: string) => void;
}

function SortButton({ column, sort, order, onSort }: SortProps) {
  const name = say.library.columns[column];
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
