/** Genres as chips: each can be removed, another is typed; many at once are parted by semicolons. */
import { useId, useState } from "preact/hooks";
import type { EditableTrack } from "../api/schema";
import { Icon } from "../components/icon";
import { editSays as say } from "../messages/edit";
import { type Edits, sharedGenres, withGenres } from "../rules/corrections";
import { TakeBack } from "./plain_field";

interface Props {
  readonly tracks: readonly EditableTrack[];
  readonly edits: Edits;
  readonly onEdit: (edits: Edits) => void;
}

export function GenreField({ tracks, edits, onEdit }: Props) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const shared = sharedGenres(tracks);
  const isTakenBack = edits.genres === null;
  const genres = isTakenBack ? [] : (edits.genres ?? shared ?? []);
  const take = () => {
    if (typed.trim()) onEdit({ genres: withGenres(genres, typed) });
    setTyped("");
  };
  const hint = edits.genres === undefined && shared === null ? say.different : say.addGenre;
  return (
    <div class="playlist-field edit-field">
      <label for={id}>{say.fields.genres}</label>
      {genres.length > 0 && (
        <ul class="edit-chips" aria-label={say.fields.genres}>
          {genres.map((name) => (
            <li key={name} class="edit-chip">
              <span dir="auto">{name}</span>
              <button
                type="button"
                aria-label={say.removeGenre(name)}
                onClick={() => onEdit({ genres: genres.filter((other) => other !== name) })}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <span class="edit-line">
        <input
          id={id}
          dir="auto"
          maxLength={500}
          disabled={isTakenBack}
          placeholder={isTakenBack ? say.ofFile : hint}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === "Enter" && typed.trim()) {
              event.preventDefault();
              take();
            }
          }}
        />
        <TakeBack tracks={tracks} field="genres" isTakenBack={isTakenBack} onEdit={onEdit} />
      </span>
    </div>
  );
}
