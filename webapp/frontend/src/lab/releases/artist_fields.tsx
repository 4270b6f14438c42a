/** Genre and artist: what is known beside the sound. Three clear cases for the artist. */
import { useId } from "preact/hooks";
import { song } from "../../messages/lab/song";
import { Select, TextField } from "../parts/choice";
import type { ArtistCase, WhatIf } from "../popularity/what_if_rules";

const CASES: readonly ArtistCase[] = ["unknown", "known", "given"];

export type ArtistForm = Pick<WhatIf, "genre" | "artistCase" | "artist" | "popularity">;

interface Props {
  readonly form: ArtistForm;
  readonly genres: readonly string[];
  readonly onChange: (changes: Partial<ArtistForm>) => void;
  readonly note?: string;
}

export function ArtistFields({ form, genres, onChange, note }: Props) {
  const name = useId();
  return (
    <div class="artist-fields">
      <Select
        label={song.genre}
        value={form.genre}
        options={[["", song.noGenre], ...withOwn(genres, form.genre).map((genre) => [genre, genre] as const)]}
        onChange={(genre) => onChange({ genre })}
      />
      <fieldset class="cases">
        <legend>{song.artistCase}</legend>
        {CASES.map((each) => (
          <label key={each} class="case">
            <input
              type="radio"
              name={name}
              checked={form.artistCase === each}
              onChange={() => onChange({ artistCase: each })}
            />
            {song.artistCases[each]}
          </label>
        ))}
      </fieldset>
      {form.artistCase === "known" && (
        <TextField label={song.artistName} value={form.artist} onInput={(artist) => onChange({ artist })} />
      )}
      {form.artistCase === "given" && (
        <TextField
          label={song.artistGuess}
          kind="number"
          min={0}
          max={100}
          value={String(form.popularity)}
          onInput={(text) => text !== "" && onChange({ popularity: Math.min(100, Math.max(0, Number(text) || 0)) })}
        />
      )}
      {note && (
        <p class="lab-quiet" role="status">
          {note}
        </p>
      )}
    </div>
  );
}

/** A genre of the address that the model does not know stays visible. */
const withOwn = (genres: readonly string[], own: string): readonly string[] =>
  own && !genres.includes(own) ? [own, ...genres] : genres;
