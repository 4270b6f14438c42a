/** One part of the page of settings: a heading, and what belongs to it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export function SettingsPart({ title, children }: { title: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="settings-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
