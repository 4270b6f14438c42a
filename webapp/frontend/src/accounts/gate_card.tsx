/** The one card that is seen before somebody is let in. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly title: string;
  readonly words?: string;
  readonly problem?: string;
  readonly children?: ComponentChildren;
}

export function GateCard({ title, words, problem, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main class="gate" id="main">
      <section class="gate-card">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {words && <p class="gate-words">{words}</p>}
        {children}
        <p class="field-problem" role="alert">
          {problem}
        </p>
      </section>
    </main>
  );
}
