/** A song of a list: played if it is in the library, asked about at a press. */
import { Icon } from "../../components/icon";
import { streams } from "../../messages/lab/streams";
import { goQuery } from "../../state/router";
import { playById } from "./library_songs";

interface Named {
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
}

export function AskableSong({ of: { title, artist, track_id } }: { of: Named }) {
  return (
    <span class={track_id ? "song" : "song is-away"}>
      {track_id && (
        <button
          type="button"
          class="icon-button song-play"
          aria-label={streams.play(title)}
          onClick={() => void playById(track_id)}
        >
          <Icon name="play" filled />
        </button>
      )}
      <button type="button" class="song-names song-again" onClick={() => goQuery({ song: title, artist })}>
        <span class="only-heard">{streams.askAbout}</span>
        <span class="name name-title" dir="auto">
          {title}
        </span>
        <span class="name name-quiet" dir="auto">
          {artist}
        </span>
      </button>
    </span>
  );
}
