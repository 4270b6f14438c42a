/** Fields of the lab's forms: each with its name, its words when the value cannot be, and the value in the address. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly onChange: (value: string) => void;
}

export function Select({ label, value, options, onChange }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly kind?: "text" | "number" | "date";
  readonly problem?: string;
  readonly hint?: string;
  readonly list?: readonly string[];
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly isWide?: boolean;
  readonly step?: string;
  readonly name?: string;
}

export function TextField({ label, value, onInput, kind = "text", problem, hint, list, isWide, ...more }: TextProps) {
  const id = useId();
  const notes = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div class={isWide ? "field field-wide" : "field"}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type={kind}
        value={value}
        dir="auto"
        autocomplete="off"
        list={list && list.length > 0 ? `${id}-list` : undefined}
        aria-invalid={problem ? true : undefined}
        aria-describedby={notes || undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        {...more}
      />
      {list && list.length > 0 && (
        <datalist id={`${id}-list`}>
          {list.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

export function Fields({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <fieldset class="fields">
      <legend class="only-heard">{label}</legend>
      {children}
    </fieldset>
  );
}
