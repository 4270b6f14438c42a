/** One album. */
import type { AlbumDetail } from "../api/records";
import { Cover } from "../components/cover";
import { Icon } from "../components/icon";
import { Problem, Skeleton } from "../components/states";
import { playAll, queueAll, TrackList } from "../components/track_list";
import { say } from "../messages";
import { spokenLength } from "../rules/times";
import { useLoaded } from "../state/loading";
import { toArtist } from "../state/paths";

export function AlbumView({ id }: { id: string }) {
  const { data: album, problem, again } = useLoaded<AlbumDetail>(`/api/v1/albums/${encodeURIComponent(id)}`);
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (!album) return <Skeleton kind="hero" />;
  const facts = [album.year, say.tracks(album.n_tracks), album.duration_s && spokenLength(album.duration_s)];
  return (
    <article class="page">
      <header class="hero">
        <Cover url={album.cover_url} size="hero" isEager />
        <div class="hero-words">
          <h1 dir="auto">{album.title || say.unknownAlbum}</h1>
          <p class="hero-by">
            {album.artist_id && album.artist ? (
              <a dir="auto" href={toArtist(album.artist_id)}>
                {album.artist}
              </a>
            ) : (
              album.artist || say.unknownArtist
            )}
          </p>
          <p class="hero-facts">{facts.filter(Boolean).join(" · ")}</p>
          <div class="hero-actions">
            <button type="button" class="button button-main" onClick={() => playAll(album.tracks, "album")}>
              <Icon name="play" filled />
              {say.album.play}
            </button>
            <button type="button" class="button" onClick={() => queueAll(album.tracks, "album")}>
              <Icon name="queueEnd" />
              {say.album.queue}
            </button>
          </div>
        </div>
      </header>
      <TrackList tracks={album.tracks} label={say.library.table} source="album" goesOn isNumberedByTrack />
    </article>
  );
}
