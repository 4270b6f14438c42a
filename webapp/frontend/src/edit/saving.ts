/** Saves corrections, has them written into files where that was asked for, and takes all of it back. */
import { postJson, upload } from "../api/client";
import type { Changes, CorrectAnswer, CoverAnswer, WriteAnswer, WrittenTags } from "../api/schema";
import { editSays as say } from "../messages/edit";
import { explain } from "../playlists/open_playlist";
import { libraryRevision, renewLibrary } from "../state/library/library_turn";
import { notify, notifyUndoable } from "../state/notices";

const ADDRESS = "/api/v1/corrections";
/** Files that one request waits for: a file takes as long as its copy. */
const FILES_AT_ONCE = 10;

export interface Saved {
  readonly n_corrected: number;
  readonly files: readonly WrittenTags[];
  readonly undo: CorrectAnswer["undo"];
}

export async function sendPicture(file: File): Promise<string> {
  const answer = JSON.parse(await upload("/api/v1/covers", file, () => undefined).done) as CoverAnswer;
  return answer.cover;
}

/** `onWritten` is told after each request how many files are done. */
export async function saveChanges(
  track_ids: readonly string[],
  fields: Changes,
  { isWriting, onWritten }: { readonly isWriting: boolean; readonly onWritten: (n_done: number) => void },
): Promise<Saved> {
  const before = await libraryRevision();
  const hasChanges = Object.keys(fields).length > 0;
  const { n_corrected, undo } = hasChanges
    ? await postJson<CorrectAnswer>(ADDRESS, { track_ids, fields })
    : { n_corrected: 0, undo: [] };
  const files: WrittenTags[] = [];
  if (isWriting) {
    for (let at = 0; at < track_ids.length; at += FILES_AT_ONCE) {
      onWritten(at);
      files.push(...(await writeSome(track_ids.slice(at, at + FILES_AT_ONCE))));
    }
  }
  if (hasChanges) void renewLibrary(before, track_ids);
  return { n_corrected, files, undo };
}

/** Say what was done, with the way back. */
export function tellSaved(saved: Saved): void {
  const n_written = written(saved.files).length;
  if (saved.n_corrected === 0 && n_written === 0) return;
  const words =
    n_written > 0 ? say.correctedAndWritten(saved.n_corrected, n_written) : say.corrected(saved.n_corrected);
  notifyUndoable(words, () => void undo(saved).catch(explain));
}

export const written = (files: readonly WrittenTags[]): readonly WrittenTags[] =>
  files.filter(({ outcome }) => outcome === "written");

/** The files about which there is something to say: those that were not written though they say otherwise. */
export const unwritten = (files: readonly WrittenTags[]): readonly WrittenTags[] =>
  files.filter(({ outcome }) => outcome === "unwritable" || outcome === "changed");

/** A request that breaks off has corrected all the same: its files are told of as not written. */
async function writeSome(track_ids: readonly string[]): Promise<readonly WrittenTags[]> {
  try {
    return (await postJson<WriteAnswer>(`${ADDRESS}/write`, { track_ids })).items;
  } catch (refusal) {
    const reason = refusal instanceof Error && refusal.message ? refusal.message : say.noAnswer;
    return track_ids.map((track_id) => ({ track_id, outcome: "unwritable", reason, backup: "" }));
  }
}

async function undo({ files, undo: steps }: Saved): Promise<void> {
  const before = await libraryRevision();
  const backups = written(files).map(({ backup }) => backup);
  const left: WrittenTags[] = [];
  for (let at = 0; at < backups.length; at += FILES_AT_ONCE) {
    const asked = { backups: backups.slice(at, at + FILES_AT_ONCE) };
    left.push(...unwritten((await postJson<WriteAnswer>(`${ADDRESS}/restore`, asked)).items));
  }
  for (const step of steps) await postJson<CorrectAnswer>(ADDRESS, step);
  const reason = left[0]?.reason;
  if (reason === undefined) notify(say.undone);
  else notify(`${say.notUndone} ${reason}`, "problem");
  await renewLibrary(
    before,
    steps.flatMap((step) => step.track_ids),
  );
}
