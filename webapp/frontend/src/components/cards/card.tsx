/** Albums and artists as cards with their cover. */
import type { Album, Artist, Track } from "../../api/records";
import { say } from "../../messages";
import type { Collection } from "../../state/library/collections";
import { toAlbum, toArtist, toTrack } from "../../state/paths";
import { playNow } from "../../state/player/playback";
import { Icon } from "../icon";
import { CollectionMore, MoreButton } from "../menu/more_button";
import { openMenu } from "../menu/open_menu";
import { Cover } from "../tracks/cover";
import { endDrag, startDrag } from "../tracks/drag_tracks";
import { artistOf, titleOf } from "../tracks/names";
import { collectionHandle } from "./collection_handle";

interface CardProps {
  readonly href: string;
  readonly cover: string | null;
  readonly title: string;
  readonly below: string;
  readonly isRound?: boolean;
  readonly onPlay?: () => void;
  /** What the card stands for. */
  readonly of: Collection | { readonly track: Track; readonly source: string };
}

export function Card({ href, cover, title, below, isRound = false, onPlay, of }: CardProps) {
  const handle = "track" in of ? trackHandle(of.track, of.source) : collectionHandle(of);
  return (
    <div class={isRound ? "card card-round" : "card"} {...handle}>
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
      <span class="card-more">{"track" in of ? <MoreButton {...of} /> : <CollectionMore of={of} />}</span>
    </div>
  );
}

const trackHandle = (track: Track, source: string) => ({
  draggable: true,
  onDragStart: (event: DragEvent) => startDrag(event, [track]),
  onDragEnd: endDrag,
  onContextMenu: (event: MouseEvent) => openMenu(event, { tracks: [track], source }),
});

export function AlbumCard({ album }: { album: Album }) {
  const below = [album.artist || say.unknownArtist, album.year].filter(Boolean).join(" · ");
  return (
    <Card
      href={toAlbum(album.album_id)}
      cover={album.cover_url}
      title={album.title || say.unknownAlbum}
      below={below}
      of={{ kind: "album", id: album.album_id, name: album.title || say.unknownAlbum }}
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
      of={{ kind: "artist", id: artist.artist_id, name: artist.name || say.unknownArtist }}
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
      of={{ track, source }}
    />
  );
}
