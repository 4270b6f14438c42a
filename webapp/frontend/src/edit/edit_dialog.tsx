/** Corrects the details of one track or of many; writes them into the files only where that is ticked. */
import { useEffect, useState } from "preact/hooks";
import { ApiProblem, postJson } from "../api/client";
import type { Track } from "../api/records";
import type { EditableTrack, LookAnswer } from "../api/schema";
import { Modal } from "../components/modal";
import { Problem, Skeleton } from "../components/states";
import { editSays as say } from "../messages/edit";
import { changesOf, type Edits, faultOf, NUMBERS, TEXTS } from "../rules/corrections";
import { editing } from "../state/panels";
import { asCalled } from "../state/program";
import { CoverField } from "./cover_field";
import { GenreField } from "./genre_field";
import { Outcome } from "./outcome";
import { PlainInput } from "./plain_field";
import { type Saved, saveChanges, sendPicture, tellSaved, unwritten } from "./saving";
import "../styles/playlists.css";
import "../styles/edit.css";

export function EditDialog({ tracks }: { tracks: readonly Track[] }) {
  const { details, problem, again } = useDetails(tracks);
  const [saved, setSaved] = useState<Saved | null>(null);
  const close = () => {
    if (editing.peek() === tracks) editing.value = null;
  };
  const end = () => {
    close();
    if (saved) tellSaved(saved);
  };
  return (
    <Modal title={say.title(tracks.length, tracks[0]?.title ?? "")} onClose={end}>
      {problem != null && <Problem problem={problem} again={again} />}
      {problem == null && !details && <Skeleton kind="row" count={6} />}
      {details && !saved && (
        <EditForm
          details={details}
          onClose={close}
          onSaved={(done) => {
            const isOnShow = editing.peek() === tracks;
            if (isOnShow && unwritten(done.files).length > 0) return setSaved(done);
            close();
            tellSaved(done);
          }}
        />
      )}
      {saved && <Outcome saved={saved} tracks={tracks} onClose={end} />}
    </Modal>
  );
}

interface FormProps {
  readonly details: readonly EditableTrack[];
  readonly onClose: () => void;
  readonly onSaved: (saved: Saved) => void;
}

function EditForm({ details, onClose, onSaved }: FormProps) {
  const [edits, setEdits] = useState<Edits>({});
  const [picture, setPicture] = useState<File | null>(null);
  const [isWriting, setWriting] = useState(false);
  const [n_done, setDone] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  /** Why nothing was saved: a message over the page would lie behind the dialog. */
  const [refusal, setRefusal] = useState("");
  const edit = (changes: Edits) => {
    if ("cover" in changes) setPicture(null);
    setEdits((before) => ({ ...before, ...changes }));
  };
  const fault = faultOf(details, edits);
  const save = async () => {
    if (isBusy || fault) return;
    setBusy(true);
    setRefusal("");
    try {
      const changes = changesOf(details, edits);
      const fields = picture ? { ...changes, cover: await sendPicture(picture) } : changes;
      const ids = details.map((track) => track.track_id);
      if (Object.keys(fields).length === 0 && !isWriting) return onClose();
      onSaved(await saveChanges(ids, fields, { isWriting, onWritten: setDone }));
    } catch (problem) {
      const detail = problem instanceof ApiProblem && !problem.isOffline ? problem.detail : "";
      setRefusal(asCalled(detail) || say.notSaved);
      setBusy(false);
    }
  };
  const props = { tracks: details, edits, onEdit: edit };
  return (
    <form
      class="playlist-form edit-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <CoverField {...props} picture={picture} onPicture={setPicture} />
      {TEXTS.map((field) => (
        <PlainInput key={field} field={field} {...props} />
      ))}
      <div class="edit-numbers">
        {NUMBERS.map((field) => (
          <PlainInput key={field} field={field} {...props} />
        ))}
      </div>
      <GenreField {...props} />
      <label class="edit-write">
        <input type="checkbox" checked={isWriting} onChange={(event) => setWriting(event.currentTarget.checked)} />
        <span>
          {say.write}
          <small>{say.writeHint}</small>
        </span>
      </label>
      <p class="edit-status" role="status">
        {fault ? say.faults[fault] : refusal || (n_done === null ? "" : say.writing(n_done, details.length))}
      </p>
      <div class="playlist-buttons">
        <button type="button" class="button" onClick={onClose}>
          {isBusy ? say.close : say.cancel}
        </button>
        <button type="submit" class="button button-main" disabled={isBusy || fault !== null}>
          {say.save}
        </button>
      </div>
    </form>
  );
}

interface Details {
  readonly details: readonly EditableTrack[] | null;
  readonly problem: unknown;
  readonly again: () => void;
}

function useDetails(tracks: readonly Track[]): Details {
  const [state, setState] = useState<Omit<Details, "again">>({ details: null, problem: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const request = new AbortController();
    const body = { track_ids: tracks.map((track) => track.track_id) };
    postJson<LookAnswer>("/api/v1/corrections/look", body, request.signal).then(
      ({ items }) => setState({ details: items, problem: null }),
      (problem) => {
        if (!request.signal.aborted) setState({ details: null, problem });
      },
    );
    return () => request.abort();
  }, [tracks, attempt]);
  return { ...state, again: () => setAttempt((count) => count + 1) };
}
