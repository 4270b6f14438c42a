/** A playlist as a card. */
import { useState } from "preact/hooks";
import type { PlaylistAnswer } from "../api/schema";
import { collectionHandle } from "../components/cards/collection_handle";
import { CollectionMore } from "../components/menu/more_button";
import { dropPlace, isDragged, isTrackDrag } from "../components/tracks/drag_tracks";
import { list, page, visibility } from "../messages/playlists";
import { picker } from "../state/panels";
import { toPlaylist } from "../state/paths";
import { Mosaic } from "./mosaic";

export function PlaylistCard({ playlist }: { playlist: PlaylistAnswer }) {
  const kind = playlist.visibility === "private" ? "" : visibility[playlist.visibility];
  const below = [list.tracks(playlist.n_entries), kind, page.by(playlist)].filter(Boolean).join(" · ");
  const { playlist_id, name } = playlist;
  const of = { kind: "playlist", id: playlist_id, name } as const;
  const [isOver, setOver] = useState(false);
  // Into itself nothing falls.
  const isTaken = (event: DragEvent) => isTrackDrag(event) && !isDragged(of);
  const { onDragOver, onDrop } = dropPlace((tracks) => {
    picker.value = { tracks, into: { playlist_id, name } };
  }, isTaken);
  const dropped = playlist.may_edit && {
    onDragOver: (event: DragEvent) => {
      onDragOver(event);
      setOver(isTaken(event));
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      onDrop(event);
    },
  };
  return (
    <div class={isOver ? "card is-over" : "card"} {...collectionHandle(of)} {...dropped}>
      <a class="card-link" href={toPlaylist(playlist.playlist_id)}>
        <Mosaic urls={playlist.cover_urls} size="card" />
        <span class="name name-title" dir="auto" title={playlist.name}>
          {playlist.name}
        </span>
        <span class="name name-quiet" title={below}>
          {below}
        </span>
      </a>
      <span class="card-more">
        <CollectionMore of={of} />
      </span>
    </div>
  );
}
