/** Parts of a view as chips; which is shown stands in the address. */
import { place } from "../state/router";

interface Props<Name extends string> {
  readonly label: string;
  /** Of the query. */
  readonly field: string;
  readonly names: readonly Name[];
  readonly now: Name;
  readonly words: Readonly<Record<Name, string>>;
}

export function PartChips<Name extends string>({ label, field, names, now, words }: Props<Name>) {
  return (
    <nav class="chips part-chips" aria-label={label}>
      {names.map((name) => (
        <a
          key={name}
          class={name === now ? "chip chip-live" : "chip"}
          href={withField(field, name)}
          aria-current={name === now ? "true" : undefined}
        >
          {words[name]}
        </a>
      ))}
    </nav>
  );
}

/** The name that the address asks for, else the first. */
export function partOf<Name extends string>(field: string, names: readonly [Name, ...Name[]]): Name {
  const asked = place.value.query.get(field);
  return names.find((name) => name === asked) ?? names[0];
}

function withField(field: string, value: string): string {
  const query = new URLSearchParams(place.value.query);
  query.set(field, value);
  return `${place.value.path}?${query.toString()}`;
}
