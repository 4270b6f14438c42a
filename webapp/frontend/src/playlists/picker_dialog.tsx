/** Chooses the playlist that tracks are added to, or makes one. */
import { useEffect, useState } from "preact/hooks";
import { postJson } from "../api/client";
import type { Track } from "../api/records";
import type { PlaylistAnswer, PlaylistDetail, PlaylistPage } from "../api/schema";
import { Icon } from "../components/icon";
import { Modal } from "../components/modal";
import { Problem, Skeleton } from "../components/states";
import { Name } from "../components/tracks/names";
import { list, picking } from "../messages/playlists";
import { useLoaded } from "../state/loading";
import { notify, notifyUndoable } from "../state/notices";
import { picker } from "../state/panels";
import { addTracks, type Choice } from "./adding";
import { Mosaic } from "./mosaic";
import { explain } from "./open_playlist";
import { type Twice, TwiceDialog } from "./twice_dialog";
import "../styles/playlists.css";

const SHOWN = 50;

const close = () => {
  picker.value = null;
};

interface Props {
  readonly tracks: readonly Track[];
  /** Chosen already: nothing is shown unless something must be asked. */
  readonly into?: Pick<PlaylistAnswer, "playlist_id" | "name">;
}

export function PickerDialog({ tracks, into }: Props) {
  const { data, problem, again } = useLoaded<PlaylistPage>(into ? null : "/api/v1/playlists?limit=500");
  const [words, setWords] = useState("");
  const [twice, setTwice] = useState<Twice | null>(null);
  const [isBusy, setBusy] = useState(false);
  const wanted = words.trim().toLocaleLowerCase();
  const found = (data?.items ?? []).filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).slice(0, SHOWN);
  const add = (playlist: Pick<PlaylistAnswer, "playlist_id" | "name">) =>
    work(async () => {
      const ask = (n_twice: number) =>
        new Promise<Choice | null>((choose) => {
          setTwice({ name: playlist.name, n_twice, n_all: tracks.length, choose });
        }).finally(() => setTwice(null));
      const { n, undo, playlist: after } = await addTracks(playlist.playlist_id, tracks, ask);
      if (n > 0) notifyUndoable(picking.added(n, playlist.name), () => void undo().catch(explain));
      else if (after) notify(picking.nothingNew(playlist.name));
    });
  const make = () =>
    work(async () => {
      const made = await postJson<PlaylistDetail>("/api/v1/playlists", { name: words.trim() });
      const { n } = await addTracks(made.playlist_id, tracks, async () => "add");
      notify(picking.added(n, made.name));
    });
  const work = async (act: () => Promise<void>) => {
    if (isBusy) return;
    setBusy(true);
    try {
      await act();
      close();
    } catch (refusal) {
      explain(refusal);
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    if (into) void add(into).then(close);
  }, []);
  if (twice) return <TwiceDialog twice={twice} />;
  if (into) return null;
  return (
    <Modal title={picking.title(tracks.length)} onClose={close}>
      <form
        class="playlist-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (found[0]) void add(found[0]);
          else if (wanted) void make();
        }}
      >
        <label class="playlist-field">
          <span>{picking.find}</span>
          <input dir="auto" maxLength={200} value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        {problem != null && <Problem problem={problem} again={again} />}
        {problem == null && !data && <Skeleton kind="row" count={4} />}
        <ul class="playlist-choices" aria-label={picking.results}>
          {found.map((playlist) => (
            <li key={playlist.playlist_id}>
              <button type="button" class="playlist-option" disabled={isBusy} onClick={() => void add(playlist)}>
                <Mosaic urls={playlist.cover_urls} size="row" />
                <Name text={playlist.name} kind="name-title" />
                <span class="name-quiet">{list.tracks(playlist.n_entries)}</span>
              </button>
            </li>
          ))}
        </ul>
        {data && found.length === 0 && <p class="name-quiet">{wanted ? picking.none : picking.noneYet}</p>}
        {wanted && (
          <button type="button" class="button" disabled={isBusy} onClick={() => void make()}>
            <Icon name="plus" />
            <Name text={picking.make(words.trim())} />
          </button>
        )}
      </form>
    </Modal>
  );
}
