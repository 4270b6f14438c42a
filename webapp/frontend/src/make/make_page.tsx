/** The frame of every page that makes lists: its name, and the way to the others. */
import type { ComponentChildren } from "preact";
import "../styles/lab.css";
import "../styles/lab_forms.css";
import "../styles/make.css";
import { make } from "../messages/make";
import { toMake } from "../state/paths";
import { useName } from "../state/title";

interface Props {
  readonly page: string;
  readonly question: string;
  readonly hint: string;
  readonly children: ComponentChildren;
}

export function MakePage({ page, question, hint, children }: Props) {
  useName(`${make.pages[page] ?? question} · ${make.title}`);
  return (
    <div class="page lab make">
      <nav class="lab-tabs" aria-label={make.label}>
        {Object.entries(make.pages).map(([name, words]) => (
          <a
            key={name}
            class={name === page ? "tab is-here" : "tab"}
            href={toMake(name)}
            aria-current={name === page ? "page" : undefined}
          >
            {words}
          </a>
        ))}
      </nav>
      <header class="page-head lab-head">
        <h1>{question}</h1>
      </header>
      <p class="page-hint make-hint">{hint}</p>
      {children}
    </div>
  );
}
