/** Name, description, folder and who sees it: of a new playlist, or of one that is there. */
import { useId, useState } from "preact/hooks";
import type { PlaylistDetail } from "../api/schema";
import { Modal } from "../components/modal";
import { form, visibility, visibilityHint } from "../messages/playlists";

export type Details = Pick<PlaylistDetail, "name" | "description" | "folder" | "visibility">;

const EMPTY: Details = { name: "", description: "", folder: "", visibility: "private" };
const KINDS = ["private", "shared", "public"] as const;

interface Props {
  readonly of?: Details;
  readonly isOwn: boolean;
  readonly folders: readonly string[];
  readonly onSave: (details: Details) => void;
  readonly onClose: () => void;
}

export function DetailsDialog({ of, isOwn, folders, onSave, onClose }: Props) {
  const [details, setDetails] = useState<Details>(of ?? EMPTY);
  const id = useId();
  const set = (changes: Partial<Details>) => setDetails((before) => ({ ...before, ...changes }));
  return (
    <Modal title={of ? form.editTitle : form.makeTitle} onClose={onClose}>
      <form
        class="playlist-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (details.name.trim()) onSave(details);
        }}
      >
        <label class="playlist-field">
          <span>{form.name}</span>
          <input
            dir="auto"
            required
            maxLength={200}
            value={details.name}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
        </label>
        <label class="playlist-field">
          <span>{form.description}</span>
          <textarea
            dir="auto"
            rows={3}
            maxLength={2000}
            value={details.description}
            onInput={(event) => set({ description: event.currentTarget.value })}
          />
        </label>
        {isOwn && (
          <>
            <label class="playlist-field">
              <span>{form.folder}</span>
              <input
                dir="auto"
                maxLength={100}
                list={`${id}-folders`}
                placeholder={form.folderHint}
                value={details.folder}
                onInput={(event) => set({ folder: event.currentTarget.value })}
              />
              <datalist id={`${id}-folders`}>
                {folders.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </label>
            <fieldset class="playlist-choice">
              <legend>{form.visibility}</legend>
              {KINDS.map((kind) => (
                <label key={kind}>
                  <input
                    type="radio"
                    name={`${id}-visibility`}
                    checked={details.visibility === kind}
                    onChange={() => set({ visibility: kind })}
                  />
                  <span>
                    {visibility[kind]}
                    <small>{visibilityHint[kind]}</small>
                  </span>
                </label>
              ))}
            </fieldset>
          </>
        )}
        <div class="playlist-buttons">
          <button type="button" class="button" onClick={onClose}>
            {form.cancel}
          </button>
          <button type="submit" class="button button-main" disabled={!details.name.trim()}>
            {of ? form.save : form.make}
          </button>
        </div>
      </form>
    </Modal>
  );
}
