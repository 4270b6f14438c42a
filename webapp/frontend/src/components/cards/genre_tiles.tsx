/** Genres as tiles with a cover; each can be played from its tile. */
import type { Genre } from "../../api/records";
import { say } from "../../messages";
import { toGenre } from "../../state/paths";
import { playList } from "../../state/player/long_lists";
import { Icon } from "../icon";
import { CollectionMore } from "../menu/more_button";
import { Cover } from "../tracks/cover";
import { collectionHandle } from "./collection_handle";

export function GenreTiles({ genres }: { genres: readonly Genre[] }) {
  return (
    <ul class="genre-tiles">
      {genres.map((genre) => (
        <li key={genre.name} class="genre-tile">
          <GenreTile genre={genre} />
        </li>
      ))}
    </ul>
  );
}

function GenreTile({ genre: { name, n_tracks, cover_url } }: { genre: Genre }) {
  const of = { kind: "genre", id: name, name } as const;
  const play = () =>
    void playList({ address: `/api/v1/tracks?genre=${encodeURIComponent(name)}` }, { source: "library" });
  return (
    <>
      <a class="genre-link" href={toGenre(name)} title={name} {...collectionHandle(of)}>
        <Cover url={cover_url} size="bar" />
        <span class="genre-words">
          <span class="name name-title" dir="auto">
            {name}
          </span>
          <span class="name-quiet">{say.tracks(n_tracks)}</span>
        </span>
      </a>
      <button type="button" class="tile-play" aria-label={say.slate.playNow(name)} onClick={play}>
        <Icon name="play" filled />
      </button>
      <CollectionMore of={of} />
    </>
  );
}
