/** A field for a password, which can be looked at. */
import { useId, useState } from "preact/hooks";
import { say } from "../messages/accounts";

interface Props {
  readonly label: string;
  readonly kind: "current-password" | "new-password";
  readonly hint?: string;
  readonly onInput: (password: string) => void;
}

export function PasswordField({ label, kind, hint, onInput }: Props) {
  const id = useId();
  const [isShown, setIsShown] = useState(false);
  return (
    <div class="field field-wide">
      <label for={id}>{label}</label>
      <div class="password">
        <input
          id={id}
          // One field whose type changes: its typings know a text and a password apart, the browser does not.
          type={(isShown ? "text" : "password") as "password"}
          autocomplete={kind}
          required
          maxLength={200}
          minLength={kind === "new-password" ? 10 : undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <button type="button" class="button" aria-pressed={isShown} onClick={() => setIsShown(!isShown)}>
          {isShown ? say.hide : say.show}
        </button>
      </div>
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
