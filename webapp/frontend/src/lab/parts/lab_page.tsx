/** The frame of every page of the lab: its name, the way to the others, and how good it is. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "../../styles/lab.css";
import "../../styles/lab_tables.css";
import "../../styles/lab_marks.css";
import "../../styles/lab_forms.css";
import "../../styles/lab_pages.css";
import "../../styles/lab_bench.css";
import { lab } from "../../messages/lab/lab";
import { toLab } from "../../state/paths";
import { useName } from "../../state/title";
import { QualityPanel } from "../quality/quality_panel";

interface Props {
  readonly page: string;
  readonly question: string;
  /** Whose evaluations stand at the end. */
  readonly topics?: readonly string[];
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function LabPage({ page, question, topics = [], actions, children }: Props) {
  useName(`${lab.pages[page] ?? question} · ${lab.title}`);
  return (
    <div class="page lab">
      <LabTabs page={page} />
      <header class="page-head lab-head">
        <h1>{question}</h1>
        {actions}
      </header>
      {children}
      {topics.map((topic) => (
        <QualityPanel key={topic} topic={topic} isNamed={topics.length > 1} />
      ))}
    </div>
  );
}

function LabTabs({ page }: { page: string }) {
  const tabs = useRef<HTMLElement>(null);
  // On a phone they are wider than the window: the own one comes into sight.
  useEffect(() => {
    const here = tabs.current?.querySelector<HTMLElement>(".is-here");
    if (here && tabs.current) tabs.current.scrollLeft = here.offsetLeft - tabs.current.clientWidth / 3;
  }, []);
  return (
    <nav class="lab-tabs" ref={tabs} aria-label={lab.label}>
      {Object.entries(lab.pages).map(([name, words]) => (
        <a
          key={name}
          class={name === page ? "tab is-here" : "tab"}
          href={toLab(name)}
          aria-current={name === page ? "page" : undefined}
        >
          {words}
        </a>
      ))}
    </nav>
  );
}
