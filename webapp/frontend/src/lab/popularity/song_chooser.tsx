/** Choose songs of the library and sound files; what is chosen stands as chips. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { SearchAnswer } from "../../api/records";
import { Icon } from "../../components/icon";
import { artistOf, titleOf } from "../../components/tracks/names";
import { single } from "../../messages/lab/song";
import { known } from "../../state/library/known_tracks";
import { useLoaded } from "../../state/loading";
import { TextField } from "../parts/choice";
import {
  addAlbum,
  addFiles,
  addTracks,
  clearSongs,
  idsInAddress,
  nameThem,
  removeTrack,
  removeUpload,
  sending,
  uploads,
} from "./album";

const TYPING_MS = 120;

export function SongChooser() {
  const ids = idsInAddress();
  const wanted = ids.join(",");
  useEffect(() => {
    if (wanted) void nameThem(wanted.split(","));
  }, [wanted]);
  return (
    <section class="chooser" aria-label={single.choose}>
      <div class="chooser-ways">
        <LibrarySearch />
        <ChooseFiles />
      </div>
      <ul class="chips">
        {ids.map((id) => {
          const track = known.value.get(id);
          return <Chosen key={id} name={track ? titleOf(track) : id} onRemove={() => removeTrack(id)} />;
        })}
        {uploads.value.map(({ key, name }) => (
          <Chosen key={key} name={name} onRemove={() => removeUpload(key)} />
        ))}
        {sending.value.map((name) => (
          <li key={name} class="chip chip-large" role="status" dir="auto">
            {single.uploading(name)}
          </li>
        ))}
        {ids.length + uploads.value.length > 1 && (
          <li>
            <button type="button" class="chip chip-large" onClick={clearSongs}>
              {single.clear}
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

function Chosen({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <li>
      <button type="button" class="chip chip-large" aria-label={single.remove(name)} title={name} onClick={onRemove}>
        <span class="name" dir="auto">
          {name}
        </span>
        <Icon name="close" />
      </button>
    </li>
  );
}

function LibrarySearch() {
  const [text, setText] = useState("");
  const [words, setWords] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setWords(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const address = words ? `/api/v1/search?q=${encodeURIComponent(words)}&limit=6` : null;
  const { data } = useLoaded<SearchAnswer>(address, true);
  const chosen = new Set(idsInAddress());
  return (
    <div class="chooser-search">
      <TextField label={single.search} value={text} onInput={setText} isWide />
      {words && data && (
        <ul class="found" aria-label={single.found}>
          {data.tracks
            .filter((track) => !chosen.has(track.track_id))
            .slice(0, 6)
            .map((track) => (
              <Found
                key={track.track_id}
                title={titleOf(track)}
                below={artistOf(track)}
                onAdd={() => addTracks([track])}
              />
            ))}
          {data.albums.slice(0, 3).map((album) => (
            <Found
              key={album.album_id}
              title={single.albumAdd(album.title, album.n_tracks)}
              below={album.artist}
              onAdd={() => void addAlbum(album.album_id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface FoundProps {
  readonly title: string;
  readonly below: string;
  readonly onAdd: () => void;
}

function Found({ title, below, onAdd }: FoundProps) {
  return (
    <li>
      <button type="button" class="found-add" onClick={onAdd}>
        <Icon name="plus" />
        <span class="only-heard">{single.add}</span>
        <span class="name name-title" dir="auto">
          {title}
        </span>
        <span class="name name-quiet" dir="auto">
          {below}
        </span>
      </button>
    </li>
  );
}

function ChooseFiles() {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div class="chooser-files">
      <button type="button" class="button" onClick={() => field.current?.click()}>
        <Icon name="upload" />
        {single.upload}
      </button>
      <p class="field-hint">{single.uploadHint}</p>
      <input
        ref={field}
        type="file"
        accept="audio/*"
        multiple
        hidden
        aria-label={single.upload}
        onChange={(event) => {
          void addFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
