/** One artist: albums and tracks. */
import type { ArtistDetail } from "../api/records";
import { AlbumCard } from "../components/card";
import { Cover } from "../components/cover";
import { Icon } from "../components/icon";
import { Problem, Skeleton } from "../components/states";
import { playAll, queueAll, TrackList } from "../components/track_list";
import { say } from "../messages";
import { useLoaded } from "../state/loading";

export function ArtistView({ id }: { id: string }) {
  const { data: artist, problem, again } = useLoaded<ArtistDetail>(`/api/v1/artists/${encodeURIComponent(id)}`);
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (!artist) return <Skeleton kind="hero" />;
  const facts = [say.tracks(artist.n_tracks), artist.n_albums > 0 && say.albums(artist.n_albums)];
  return (
    <article class="page">
      <header class="hero hero-round">
        <Cover url={artist.cover_url} size="hero" isEager />
        <div class="hero-words">
          <h1 dir="auto">{artist.name || say.unknownArtist}</h1>
          <p class="hero-facts">{facts.filter(Boolean).join(" · ")}</p>
          <div class="hero-actions">
            <button type="button" class="button button-main" onClick={() => playAll(artist.tracks, "artist")}>
              <Icon name="play" filled />
              {say.artist.play}
            </button>
            <button type="button" class="button" onClick={() => queueAll(artist.tracks, "artist")}>
              <Icon name="queueEnd" />
              {say.album.queue}
            </button>
          </div>
        </div>
      </header>
      {artist.albums.length > 0 && (
        <section aria-label={say.artist.albums}>
          <h2>{say.artist.albums}</h2>
          <div class="card-row">
            {artist.albums.map((album) => (
              <AlbumCard key={album.album_id} album={album} />
            ))}
          </div>
        </section>
      )}
      <section aria-label={say.artist.tracks}>
        <h2>{say.artist.tracks}</h2>
        <TrackList tracks={artist.tracks} label={say.library.table} source="artist" goesOn />
      </section>
    </article>
  );
}
