/** Home: go on listening, new arrivals, albums to fall into. */
import { useState } from "preact/hooks";
import type { Album, Genre, LibraryMoods, Page, Track } from "../api/records";
import { AlbumCard, TrackCard } from "../components/card";
import { Cover } from "../components/cover";
import { Icon } from "../components/icon";
import { MoodButtons } from "../components/mood_buttons";
import { artistOf, titleOf } from "../components/names";
import { EmptyLibrary, Problem, Skeleton } from "../components/states";
import { say } from "../messages";
import { moodSays } from "../messages/moods";
import { clockTime } from "../rules/times";
import { isPlaying, position_s } from "../state/deck";
import { useLoaded } from "../state/loading";
import { toGenre, toLibrary, toTrack } from "../state/paths";
import { playingTrack, playNow, toggle } from "../state/playback";
import { slate } from "../state/slate";

export function HomeView() {
  const fresh = useLoaded<Page<Track>>("/api/v1/tracks?sort=added&order=desc&limit=12");
  if (fresh.problem) return <Problem problem={fresh.problem} again={fresh.again} isPage />;
  if (fresh.data?.total === 0) return <EmptyLibrary />;
  const tracks = fresh.data?.items ?? [];
  return (
    <div class="page home">
      <Opening first={tracks} />
      <RandomAlbums />
      <section aria-label={say.home.fresh}>
        <header class="section-head">
          <h2>{say.home.fresh}</h2>
          <a class="chip" href={`${toLibrary("tracks")}?sort=added&order=desc`}>
            {say.home.all}
          </a>
        </header>
        {fresh.data ? (
          <div class="shelf">
            {tracks.map((track) => (
              <TrackCard key={track.track_id} track={track} source="home" />
            ))}
          </div>
        ) : (
          <Skeleton kind="card" count={6} />
        )}
      </section>
      <Moods />
      <Genres />
      <p class="home-drop">
        <Icon name="alike" />
        {say.home.drop}
      </p>
    </div>
  );
}

function greeting(hour: number): string {
  if (hour < 5) return say.home.night;
  if (hour < 12) return say.home.morning;
  return hour < 18 ? say.home.day : say.home.evening;
}

/** What was on when the listener left, else one press to begin. */
function Opening({ first }: { first: readonly Track[] }) {
  const track = playingTrack.value;
  const begin = () => {
    if (slate.peek()?.picks.length) toggle();
    else if (first.length > 0) playNow(first.slice(0, 1), { source: "home" });
  };
  return (
    <section class="opening" aria-label={track ? say.home.continue : say.home.start}>
      <h1>{greeting(new Date().getHours())}</h1>
      {track ? (
        <div class="opening-card">
          <Cover url={track.cover_url} size="card" isEager />
          <div class="opening-words">
            <p class="flow-word">{say.home.continue}</p>
            <a class="opening-title" dir="auto" href={toTrack(track.track_id)}>
              {titleOf(track)}
            </a>
            <p class="name-quiet" dir="auto">
              {artistOf(track)} · <span class="time">{clockTime(position_s.value)}</span>
            </p>
            <button type="button" class="button button-main" onClick={toggle}>
              <Icon name={isPlaying.value ? "pause" : "play"} filled />
              {isPlaying.value ? say.player.pause : say.player.play}
            </button>
          </div>
        </div>
      ) : (
        <div class="opening-start">
          <p>{say.home.startHint}</p>
          <button type="button" class="button button-main" onClick={begin}>
            <Icon name="play" filled />
            {say.home.pressPlay}
          </button>
        </div>
      )}
    </section>
  );
}

function RandomAlbums() {
  const [seed, setSeed] = useState(() => Math.random());
  const count = useLoaded<Page<Album>>("/api/v1/albums?limit=1");
  const total = count.data?.total ?? 0;
  const start = Math.floor(seed * Math.max(0, total - 10));
  const { data } = useLoaded<Page<Album>>(total > 0 ? `/api/v1/albums?start=${start}&limit=10` : null, true);
  if (count.data && total === 0) return null;
  return (
    <section aria-label={say.home.albums}>
      <header class="section-head">
        <h2>{say.home.albums}</h2>
        {total > 10 && (
          <button type="button" class="chip" onClick={() => setSeed(Math.random())}>
            {say.home.more}
          </button>
        )}
      </header>
      {data ? (
        <div class="shelf">
          {data.items.map((album) => (
            <AlbumCard key={album.album_id} album={album} />
          ))}
        </div>
      ) : (
        <Skeleton kind="card" count={6} />
      )}
    </section>
  );
}

/** Only where moods are known; without a model the page is as it was. */
function Moods() {
  const { data } = useLoaded<LibraryMoods>("/api/v1/lab/moods");
  if (!data?.moods.some((each) => each.n_tracks > 0)) return null;
  return (
    <section aria-label={moodSays.home}>
      <h2>{moodSays.home}</h2>
      <MoodButtons moods={data.moods} />
    </section>
  );
}

function Genres() {
  const { data } = useLoaded<{ items: readonly Genre[] }>("/api/v1/genres");
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={say.home.genres}>
      <h2>{say.home.genres}</h2>
      <ul class="chips">
        {data.items.slice(0, 24).map(({ name, n_tracks }) => (
          <li key={name}>
            <a class="chip chip-large" dir="auto" href={toGenre(name)}>
              {name} <span class="name-quiet">{n_tracks}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
