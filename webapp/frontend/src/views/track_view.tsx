/** One track: its facts, what sounds alike and why. */

import { ApiProblem } from "../api/client";
import type { AlikeTracks, TrackDetail, TrackPlays } from "../api/records";
import { Icon } from "../components/icon";
import { MoodChips } from "../components/slate/mood_chips";
import { Empty, Problem, Skeleton } from "../components/states";
import { AlikeList } from "../components/tracks/alike_list";
import { contributorFacts } from "../components/tracks/contributor_facts";
import { Cover } from "../components/tracks/cover";
import { DislikeButton, LikeButton } from "../components/tracks/like_button";
import { artistOf, titleOf } from "../components/tracks/names";
import { type Fact, Facts, soundFacts } from "../components/tracks/sound_facts";
import { StarRating } from "../components/tracks/star_rating";
import { say } from "../messages";
import { moodSays } from "../messages/moods";
import { ownSays } from "../messages/own";
import { wholeMoment } from "../rules/playing/played";
import { clockTime } from "../rules/times";
import { useLoaded } from "../state/loading";
import { toAlbum, toArtist, toGenre, toLab } from "../state/paths";
import { isPlaying } from "../state/player/deck";
import { enqueue, playNow, toggle } from "../state/player/playback";
import { playingTrack } from "../state/player/queue";
import { modelVersion } from "../state/stream/live";
import { useName } from "../state/title";

export function TrackView({ id }: { id: string }) {
  const { data: track, problem, again } = useLoaded<TrackDetail>(`/api/v1/tracks/${encodeURIComponent(id)}`);
  const plays = usePlays(id);
  useName(track && `${titleOf(track)} · ${artistOf(track)}`);
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (!track) return <Skeleton kind="hero" />;
  return (
    <article class="page">
      <Hero track={track} />
      <Facts facts={[...factsOf(track), ...plays]} />
      <section aria-label={say.track.alike}>
        <h2>{say.track.alike}</h2>
        <SoundsAlike id={id} />
      </section>
    </article>
  );
}

function Hero({ track }: { track: TrackDetail }) {
  const isNow = playingTrack.value?.track_id === track.track_id;
  const isSounding = isNow && isPlaying.value;
  return (
    <header class="hero">
      <Cover url={track.cover_url} size="hero" isEager />
      <div class="hero-words">
        <h1 dir="auto">{titleOf(track)}</h1>
        <p class="hero-by">
          {track.artist_id && track.artist ? (
            <a dir="auto" href={toArtist(track.artist_id)}>
              {track.artist}
            </a>
          ) : (
            artistOf(track)
          )}
          {track.album && track.album_id && (
            <a class="hero-album" dir="auto" href={toAlbum(track.album_id)}>
              {track.album}
            </a>
          )}
        </p>
        <ul class="chips">
          {track.genres.map((genre) => (
            <li key={genre}>
              <a class="chip" dir="auto" href={toGenre(genre)}>
                {genre}
              </a>
            </li>
          ))}
        </ul>
        {track.moods && track.moods.length > 0 && <MoodChips moods={track.moods} />}
        <div class="hero-actions">
          <button
            type="button"
            class="button button-main"
            onClick={() => (isNow ? toggle() : playNow([track], { source: "track" }))}
          >
            <Icon name={isSounding ? "pause" : "play"} filled />
            {isSounding ? say.player.pause : say.player.play}
          </button>
          <button type="button" class="button" onClick={() => enqueue([track], { source: "track" }, "end")}>
            <Icon name="queueEnd" />
            {say.menu.queue}
          </button>
          <a class="button" href={`${toLab("predict")}?track=${encodeURIComponent(track.track_id)}`}>
            <Icon name="lab" />
            {moodSays.whatIf}
          </a>
          <LikeButton track={track} origin={{ source: "track" }} />
          <DislikeButton track={track} origin={{ source: "track" }} />
          <StarRating track={track} origin={{ source: "track" }} />
        </div>
      </div>
    </header>
  );
}

/** What the listener heard of it; nothing while that is not known. */
function usePlays(id: string): readonly Fact[] {
  const { data } = useLoaded<TrackPlays>(`/api/v1/history/tracks/${encodeURIComponent(id)}`);
  if (!data?.plays) return [];
  return [
    [ownSays.track.plays, data.plays.toLocaleString("en")],
    [ownSays.track.last, wholeMoment(data.last_played_at)],
    ...(data.plays > 1 ? ([[ownSays.track.first, wholeMoment(data.first_played_at)]] as const) : []),
  ];
}

function factsOf(track: TrackDetail): readonly Fact[] {
  const heard = soundFacts(track.sound).filter(([name]) => name !== say.track.length);
  const known: Fact[] = [
    ...heard,
    [say.track.length, clockTime(track.duration_s)],
    [say.track.number, track.track_number ? String(track.track_number) : ""],
    [say.track.released, track.released_on ?? ""],
    ...contributorFacts(track.contributors),
    [say.track.licence, track.licence],
  ];
  return known.filter(([, value]) => value !== "");
}

function SoundsAlike({ id }: { id: string }) {
  const version = modelVersion.value ? `&v=${encodeURIComponent(modelVersion.value)}` : "";
  const address = `/api/v1/tracks/${encodeURIComponent(id)}/similar?n=20${version}`;
  const { data, problem, again } = useLoaded<AlikeTracks>(address, true);
  const { none, noneHint, noneCommand } = say.track;
  if (problem instanceof ApiProblem && problem.status === 503) {
    return <Empty icon="alike" title={none} hint={noneHint} command={noneCommand} />;
  }
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="pick" count={8} />;
  if (data.items.length === 0) return <Empty icon="alike" title={none} hint={noneHint} command={noneCommand} />;
  return <AlikeList items={data.items} source="similar" />;
}
