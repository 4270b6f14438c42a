/** One library: what it holds, how its last scan went, and what can be done with it. */
import { useState } from "preact/hooks";
import { ApiProblem, deleteJson, patchJson, postJson } from "../../api/client";
import type { LibrariesAnswer, LibraryAnswer, ScansAnswer } from "../../api/schema";
import { ConfirmDialog } from "../../components/confirm_dialog";
import { say } from "../../messages";
import { folders as words } from "../../messages/folders";
import { relativeTime } from "../../rules/times";
import { me } from "../../state/me";
import { notify } from "../../state/notices";
import { asCalled } from "../../state/program";
import { loadLibraries, openScan, putLibraries, putScans } from "./folders";
import { RenameForm } from "./rename_form";
import { ScanLine } from "./scan_line";
import { VisibilityField } from "./visibility_field";

export function whyNot(error: unknown): string {
  if (!(error instanceof ApiProblem)) return say.states.problem;
  return error.isOffline ? say.states.offline : asCalled(error.detail) || say.states.problem;
}

export function LibraryRow({ library }: { library: LibraryAnswer }) {
  const [isRenaming, setIsRenaming] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);
  const address = `/api/v1/libraries/${library.library_id}`;
  const scan = openScan(library.library_id);
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => notify(whyNot(error), "problem"));
  const change = async (changes: { readonly name?: string; readonly is_watched?: boolean }) =>
    putLibraries(await patchJson<LibrariesAnswer>(address, changes));
  const remove = async () => {
    setIsLeaving(false);
    putLibraries(await deleteJson<LibrariesAnswer>(address));
    notify(words.removed(library.name));
  };
  return (
    <li class="folder">
      <div class="folder-what">
        <h2 class="folder-name" dir="auto">
          {library.name}
        </h2>
        <p class="folder-path" dir="ltr">
          {library.path}
        </p>
        <p class="folder-quiet">
          {words.counts(library.n_tracks, library.n_missing)}
          {library.n_rejected > 0 && ` · ${words.rejected(library.n_rejected)}`}
          {` · ${lastScan(library)}`}
        </p>
        {library.last_scan?.state === "failed" && !scan && (
          <p class="folder-problem" dir="auto">
            {asCalled(library.last_scan.message)}
          </p>
        )}
      </div>
      {scan && <ScanLine scan={scan} name={library.name} />}
      {isRenaming ? (
        <RenameForm
          name={library.name}
          onSave={async (name) => {
            await change({ name });
            setIsRenaming(false);
          }}
          onCancel={() => setIsRenaming(false)}
        />
      ) : (
        <div class="folder-buttons">
          {scan ? (
            <button
              type="button"
              class="button"
              aria-label={words.stopLabel(library.name)}
              disabled={scan.is_to_stop}
              onClick={() =>
                attempt(async () => putScans(await deleteJson<ScansAnswer>(`/api/v1/scans/${scan.scan_id}`)))
              }
            >
              {words.stop}
            </button>
          ) : (
            <button
              type="button"
              class="button"
              aria-label={words.rescanLabel(library.name)}
              onClick={() => attempt(async () => putScans(await postJson<ScansAnswer>(`${address}/scans`, {})))}
            >
              {words.rescan}
            </button>
          )}
          <button
            type="button"
            class="button"
            aria-label={words.renameLabel(library.name)}
            onClick={() => setIsRenaming(true)}
          >
            {words.rename}
          </button>
          <button
            type="button"
            class="button"
            aria-label={words.removeLabel(library.name)}
            onClick={() => setIsLeaving(true)}
          >
            {words.remove}
          </button>
          <label class="folder-watch">
            <input
              type="checkbox"
              aria-label={words.watchLabel(library.name)}
              checked={library.is_watched}
              onChange={(event) => {
                const box = event.currentTarget;
                attempt(async () => {
                  try {
                    await change({ is_watched: box.checked });
                  } catch (error) {
                    box.checked = library.is_watched;
                    throw error;
                  }
                });
              }}
            />
            {words.watch}
          </label>
        </div>
      )}
      {me.value?.has_login && (
        <details class="folder-seen">
          <summary class="chip">{words.seenBy(library.visible_to === null)}</summary>
          <VisibilityField
            libraryId={library.library_id}
            name={library.name}
            visibleTo={library.visible_to}
            onChange={() => void loadLibraries()}
          />
        </details>
      )}
      {isLeaving && (
        <ConfirmDialog
          title={words.removeTitle(library.name)}
          words={words.removeWords(library.n_tracks)}
          yes={words.remove}
          no={words.keep}
          onYes={() => attempt(remove)}
          onNo={() => setIsLeaving(false)}
        />
      )}
    </li>
  );
}

function lastScan({ last_scan: last }: LibraryAnswer): string {
  if (!last) return words.never;
  const when = relativeTime(last.ended ?? last.asked_at);
  if (last.state === "failed") return words.last.failed(when);
  if (last.state === "stopped") return words.last.stopped(when);
  return words.last.done(when, last.n_new);
}
