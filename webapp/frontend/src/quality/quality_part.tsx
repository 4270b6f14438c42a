/** One part of the page: a heading, and what belongs to it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export function QualityPart({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="picks-quality-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
