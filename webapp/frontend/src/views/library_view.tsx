/** The library by tracks, albums, artists and genres. */
import type { Album, Artist, GenreList, LibraryMoods } from "../api/records";
import { AlbumCard, ArtistCard } from "../components/cards/card";
import { GenreTiles } from "../components/cards/genre_tiles";
import { EmptyLibrary, Problem, Skeleton } from "../components/states";
import { WindowedWall } from "../components/windowed_wall";
import { say } from "../messages";
import { MOODS, moodNames, moodSays } from "../messages/moods";
import { useLoaded } from "../state/loading";
import { toLibrary, toMake, toMood } from "../state/paths";
import { place } from "../state/router";
import { LazyView, type Opener } from "./lazy_view";
import { TracksTable } from "./tracks_table";
import { TurnedAway } from "./turned_away_view";

const FACETS = ["decades", "composers", "writers", "producers", "labels", "folders"] as const;
const PARTS = [
  ...(["tracks", "albums", "artists", "genres"] as const),
  ...FACETS,
  ...(["liked", "history", "turned-away"] as const),
];
const openLiked: Opener = () => import("./liked_view");
const openParts: Opener = () => import("./part_wall");
const openHistory: Opener = () => import("./history_view");

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
              {...(name === part && { ref: bringIntoSight })}
            >
              {say.library.parts[name]}
            </a>
          ))}
          <a class="tab" href={toMake("")}>
            {say.library.make}
          </a>
        </nav>
      </header>
      {part === "tracks" && <MoodFilter />}
      {part === "tracks" && <TracksTable />}
      {part === "albums" && <Albums />}
      {part === "artists" && <Artists />}
      {part === "genres" && <Genres />}
      {FACETS.some((name) => name === part) && <LazyView open={openParts} />}
      {part === "liked" && <LazyView open={openLiked} />}
      {part === "history" && <LazyView open={openHistory} />}
      {part === "turned-away" && <TurnedAway />}
    </div>
  );
}

/** On a phone the tabs scroll. */
function bringIntoSight(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
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
    <WindowedWall<Album>
      address="/api/v1/albums"
      label={say.library.parts.albums}
      card={(album) => <AlbumCard key={album.album_id} album={album} />}
    />
  );
}

function Artists() {
  return (
    <WindowedWall<Artist>
      address="/api/v1/artists"
      label={say.library.parts.artists}
      card={(artist) => <ArtistCard key={artist.artist_id} artist={artist} />}
    />
  );
}

function Genres() {
  const { data, problem, again } = useLoaded<GenreList>("/api/v1/genres");
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="line" count={8} />;
  if (data.items.length === 0) return <EmptyLibrary />;
  return <GenreTiles genres={data.items} />;
}
