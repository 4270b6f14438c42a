/** The library by tracks, albums, artists and genres. */
import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { Album, Artist, Genre, LibraryMoods } from "../api/records";
import { AlbumCard, ArtistCard } from "../components/card";
import { CardWall } from "../components/card_wall";
import { EmptyLibrary, Problem, Skeleton } from "../components/states";
import { say } from "../messages";
import { MOODS, moodNames, moodSays } from "../messages/moods";
import { useLoaded } from "../state/loading";
import { toGenre, toLibrary, toMood } from "../state/paths";
import { place } from "../state/router";
import { WindowedList } from "../state/windows";
import { TracksTable } from "./tracks_table";

const PARTS = ["tracks", "albums", "artists", "genres"] as const;

export function LibraryView({ part }: { part: string }) {
  return (
    <div class="page page-full">
      <header class="page-head">
        <h1>{say.library.title}</h1>
        <nav class="tabs" aria-label={say.library.label}>
          {PARTS.map((name) => (
            <a
              key={name}
              class={name === part ? "tab is-here" : "tab"}
              href={toLibrary(name)}
              aria-current={name === part ? "page" : undefined}
            >
              {say.library.parts[name]}
            </a>
          ))}
        </nav>
      </header>
      {part === "tracks" && <MoodFilter />}
      {part === "tracks" && <TracksTable />}
      {part === "albums" && <Albums />}
      {part === "artists" && <Artists />}
      {part === "genres" && <Genres />}
    </div>
  );
}

/** Only where moods are known, or one stands in the address. */
function MoodFilter() {
  const { data } = useLoaded<LibraryMoods>("/api/v1/lab/moods");
  const now = place.value.query.get("mood");
  if (!data?.moods.some((each) => each.n_tracks > 0) && !now) return null;
  return (
    <nav class="chips mood-filter" aria-label={moodSays.filter}>
      {[null, ...MOODS].map((mood) => {
        const isHere = (mood?.toLowerCase() ?? null) === now;
        return (
          <a
            key={mood ?? ""}
            class={isHere ? "chip chip-live" : "chip"}
            href={mood ? toMood(mood) : toLibrary("tracks")}
            aria-current={isHere ? "true" : undefined}
          >
            {mood ? moodNames[mood] : moodSays.all}
          </a>
        );
      })}
    </nav>
  );
}

function Albums() {
  return (
    <Wall<Album>
      address="/api/v1/albums"
      label={say.library.parts.albums}
      card={(album) => <AlbumCard key={album.album_id} album={album} />}
    />
  );
}

function Artists() {
  return (
    <Wall<Artist>
      address="/api/v1/artists"
      label={say.library.parts.artists}
      card={(artist) => <ArtistCard key={artist.artist_id} artist={artist} />}
    />
  );
}

interface WallProps<Item> {
  readonly address: string;
  readonly label: string;
  readonly card: (item: Item) => preact.JSX.Element;
}

function Wall<Item>({ address, label, card }: WallProps<Item>) {
  const list = useMemo(() => new WindowedList<Item>(address), [address]);
  useEffect(() => {
    list.look(0, 30);
    return () => list.close();
  }, [list]);
  const look = useCallback((from: number, to: number) => list.look(from, to), [list]);
  const total = list.total.value;
  if (list.problem.value && total === null) return <Problem problem={list.problem.value} again={() => list.retry()} />;
  if (total === null) return <Skeleton kind="card" count={12} />;
  if (total === 0) return <EmptyLibrary />;
  void list.arrivals.value;
  return (
    <CardWall count={total} label={label} onLook={look}>
      {(at) => {
        const item = list.item(at);
        return item ? card(item) : <div key={at} class="card skeleton skeleton-card" />;
      }}
    </CardWall>
  );
}

function Genres() {
  const { data, problem, again } = useLoaded<{ items: readonly Genre[] }>("/api/v1/genres");
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="line" count={8} />;
  if (data.items.length === 0) return <EmptyLibrary />;
  return <GenreTiles genres={data.items} />;
}

export function GenreTiles({ genres }: { genres: readonly Genre[] }) {
  return (
    <ul class="genre-tiles">
      {genres.map(({ name, n_tracks }) => (
        <li key={name}>
          <a class="genre-tile" href={toGenre(name)}>
            <span class="name name-title" dir="auto">
              {name}
            </span>
            <span class="name-quiet">{say.tracks(n_tracks)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
