/** Home: go on listening, new arrivals, albums to fall into. */
import type { Genre, GenreList, LibraryMoods, Page, Track } from "../api/records";
import { GenreTiles } from "../components/cards/genre_tiles";
import { AccountLink } from "../components/frame/account_link";
import { SettingsLink } from "../components/frame/settings_link";
import { Icon } from "../components/icon";
import { MakeLinks } from "../components/make_links";
import { MoodButtons } from "../components/slate/mood_buttons";
import { EmptyLibrary, Problem } from "../components/states";
import { Cover } from "../components/tracks/cover";
import { artistOf, titleOf } from "../components/tracks/names";
import { say } from "../messages";
import { moodSays } from "../messages/moods";
import { clockTime } from "../rules/times";
import { useLoaded } from "../state/loading";
import { toTrack } from "../state/paths";
import { isPlaying, position_s } from "../state/player/deck";
import { playNow, toggle } from "../state/player/playback";
import { playingTrack } from "../state/player/queue";
import { slate } from "../state/stream/slate";
import { Rows } from "./home_rows";

export function HomeView() {
  const fresh = useLoaded<Page<Track>>("/api/v1/tracks?sort=added&order=desc&limit=12");
  const ways = (
    <>
      <AccountLink kind="home-account" />
      <SettingsLink kind="home-settings" />
    </>
  );
  if (fresh.problem || fresh.data?.total === 0) {
    return (
      <div class="page home">
        {ways}
        {fresh.problem ? <Problem problem={fresh.problem} again={fresh.again} isPage /> : <EmptyLibrary />}
      </div>
    );
  }
  const tracks = fresh.data?.items ?? [];
  return (
    <div class="page home">
      {ways}
      <Opening first={tracks} />
      <Moods />
      <Rows fresh={fresh.data ? tracks : null} />
      <MakeLinks />
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

const N_GENRES = 12;

const mostTracks = (genres: readonly Genre[]): readonly Genre[] =>
  [...genres].sort((a, b) => b.n_tracks - a.n_tracks).slice(0, N_GENRES);

function Genres() {
  const { data } = useLoaded<GenreList>("/api/v1/genres");
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={say.home.genres}>
      <h2>{say.home.genres}</h2>
      <GenreTiles genres={mostTracks(data.items)} />
    </section>
  );
}
