/** One track: its facts, what sounds alike and why. */

import { ApiProblem } from "../api/client";
import type { AlikeAnswer, TrackDetail } from "../api/records";
import { AlikeList } from "../components/alike_list";
import { Cover } from "../components/cover";
import { Icon } from "../components/icon";
import { DislikeButton, LikeButton } from "../components/like_button";
import { MoodChips } from "../components/mood_chips";
import { artistOf, titleOf } from "../components/names";
import { type Fact, Facts, soundFacts } from "../components/sound_facts";
import { Empty, Problem, Skeleton } from "../components/states";
import { say } from "../messages";
import { moodSays } from "../messages/moods";
import { clockTime } from "../rules/times";
import { isPlaying } from "../state/deck";
import { modelVersion } from "../state/live";
import { useLoaded } from "../state/loading";
import { toAlbum, toArtist, toGenre, toLab } from "../state/paths";
import { enqueue, playingTrack, playNow, toggle } from "../state/playback";

export function TrackView({ id }: { id: string }) {
  const { data: track, problem, again } = useLoaded<TrackDetail>(`/api/v1/tracks/${encodeURIComponent(id)}`);
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (!track) return <Skeleton kind="hero" />;
  return (
    <article class="page">
      <Hero track={track} />
      <Facts facts={factsOf(track)} />
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
        </div>
      </div>
    </header>
  );
}

function factsOf(track: TrackDetail): readonly Fact[] {
  const heard = soundFacts(track.sound).filter(([name]) => name !== say.track.length);
  const known: Fact[] = [
    ...heard,
    [say.track.length, clockTime(track.duration_s)],
    [say.track.number, track.track_number ? String(track.track_number) : ""],
    [say.track.released, track.released_on ?? ""],
    [say.track.licence, track.licence ?? ""],
  ];
  return known.filter(([, value]) => value !== "");
}

function SoundsAlike({ id }: { id: string }) {
  const version = modelVersion.value ? `&v=${encodeURIComponent(modelVersion.value)}` : "";
  const address = `/api/v1/tracks/${encodeURIComponent(id)}/similar?n=20${version}`;
  const { data, problem, again } = useLoaded<AlikeAnswer>(address, true);
  const { none, noneHint, noneCommand } = say.track;
  if (problem instanceof ApiProblem && problem.status === 503) {
    return <Empty icon="alike" title={none} hint={noneHint} command={noneCommand} />;
  }
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="pick" count={8} />;
  if (data.items.length === 0) return <Empty icon="alike" title={none} hint={noneHint} command={noneCommand} />;
  return <AlikeList items={data.items} source="similar" />;
}
