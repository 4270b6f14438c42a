/** Another name for a library, in the place of its buttons. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { folders as words } from "../../messages/folders";
import { whyNot } from "./library_row";

interface Props {
  readonly name: string;
  readonly onSave: (name: string) => Promise<void>;
  readonly onCancel: () => void;
}

export function RenameForm({ name, onSave, onCancel }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(name);
  const [refusal, setRefusal] = useState("");
  useEffect(() => field.current?.select(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    onSave(text).catch((error: unknown) => setRefusal(whyNot(error)));
  };
  return (
    <form class="fields" onSubmit={submit}>
      <div class="field field-wide">
        <label for={id}>{words.newName(name)}</label>
        <input
          id={id}
          ref={field}
          dir="auto"
          required
          maxLength={100}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") onCancel();
          }}
        />
        <p class="field-problem" role="alert" dir="auto">
          {refusal}
        </p>
      </div>
      <button type="submit" class="button button-main">
        {words.save}
      </button>
      <button type="button" class="button" onClick={onCancel}>
        {words.cancel}
      </button>
    </form>
  );
}
