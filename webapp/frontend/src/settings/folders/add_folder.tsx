/** Makes a library of a folder of the server. */
import { useId, useState } from "preact/hooks";
import { postJson } from "../../api/client";
import type { LibrariesAnswer } from "../../api/schema";
import { folders as words } from "../../messages/folders";
import { me } from "../../state/me";
import { notify } from "../../state/notices";
import { libraries, look, putLibraries } from "./folders";
import { whyNot } from "./library_row";

export function AddFolder() {
  const id = useId();
  const [path, setPath] = useState("");
  const [name, setName] = useState("");
  const [is_everybodys, setEverybodys] = useState(true);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const add = async () => {
    const before = new Set(libraries.peek()?.items.map((library) => library.library_id));
    const answer = await postJson<LibrariesAnswer>("/api/v1/libraries", { path, name, is_everybodys });
    putLibraries(answer);
    const added = answer.items.find((library) => !before.has(library.library_id));
    if (added) notify(words.added(added.name));
    setPath("");
    setName("");
    await look();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setRefusal("");
    setIsBusy(true);
    add()
      .catch((error: unknown) => setRefusal(whyNot(error)))
      .finally(() => setIsBusy(false));
  };
  return (
    <section class="folders-part">
      <h2>{words.add}</h2>
      <form class="fields" onSubmit={submit}>
        <div class="field field-wide">
          <label for={`${id}-path`}>{words.path}</label>
          <input
            id={`${id}-path`}
            required
            dir="ltr"
            autocomplete="off"
            spellcheck={false}
            aria-describedby={`${id}-hint`}
            value={path}
            onInput={(event) => setPath(event.currentTarget.value)}
          />
          <p class="field-hint" id={`${id}-hint`}>
            {words.pathHint}
          </p>
        </div>
        <div class="field">
          <label for={`${id}-name`}>{words.name}</label>
          <input
            id={`${id}-name`}
            dir="auto"
            autocomplete="off"
            maxLength={100}
            aria-describedby={`${id}-name-hint`}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <p class="field-hint" id={`${id}-name-hint`}>
            {words.nameHint}
          </p>
        </div>
        {me.value?.has_login && (
          <label class="folder-watch">
            <input
              type="checkbox"
              checked={is_everybodys}
              onChange={(event) => setEverybodys(event.currentTarget.checked)}
            />
            {words.everybodys}
          </label>
        )}
        <button type="submit" class="button button-main" disabled={isBusy}>
          {words.addButton}
        </button>
      </form>
      <p class="folder-problem" role="alert" dir="auto">
        {refusal}
      </p>
    </section>
  );
}
