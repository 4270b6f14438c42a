/** Albums and artists as cards with their cover. */
import type { Album, Artist, Track } from "../api/records";
import { say } from "../messages";
import { toAlbum, toArtist, toTrack } from "../state/paths";
import { playNow } from "../state/playback";
import { Cover } from "./cover";
import { Icon } from "./icon";
import { artistOf, titleOf } from "./names";

interface CardProps {
  readonly href: string;
  readonly cover: string;
  readonly title: string;
  readonly below: string;
  readonly isRound?: boolean;
  readonly onPlay?: () => void;
}

export function Card({ href, cover, title, below, isRound = false, onPlay }: CardProps) {
  return (
    <div class={isRound ? "card card-round" : "card"}>
      <a class="card-link" href={href}>
        <Cover url={cover} size="card" />
        <span class="name name-title" dir="auto" title={title}>
          {title}
        </span>
        <span class="name name-quiet" dir="auto" title={below}>
          {below}
        </span>
      </a>
      {onPlay && (
        <button type="button" class="card-play" aria-label={say.slate.playNow(title)} onClick={onPlay}>
          <Icon name="play" filled />
        </button>
      )}
    </div>
  );
}

export function AlbumCard({ album }: { album: Album }) {
  const below = [album.artist || say.unknownArtist, album.year].filter(Boolean).join(" · ");
  return (
    <Card
      href={toAlbum(album.album_id)}
      cover={album.cover_url}
      title={album.title || say.unknownAlbum}
      below={below}
    />
  );
}

export function ArtistCard({ artist }: { artist: Artist }) {
  const below = [say.tracks(artist.n_tracks), artist.n_albums > 0 && say.albums(artist.n_albums)];
  return (
    <Card
      href={toArtist(artist.artist_id)}
      cover={artist.cover_url}
      title={artist.name || say.unknownArtist}
      below={below.filter(Boolean).join(" · ")}
      isRound
    />
  );
}

export function TrackCard({ track, source }: { track: Track; source: string }) {
  return (
    <Card
      href={toTrack(track.track_id)}
      cover={track.cover_url}
      title={titleOf(track)}
      below={artistOf(track)}
      onPlay={() => playNow([track], { source })}
    />
  );
}
