/** What an answer will look like, before anything was trained: made-up songs, and marked as such. */
import type { ComponentChildren } from "preact";
import { Command } from "../../components/command";
import { Icon } from "../../components/icon";
import { lab } from "../../messages/lab/lab";

interface Props {
  readonly command: string;
  /** Another way to a model than the command. */
  readonly form?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Sample({ command, form, children }: Props) {
  return (
    <section class="lab-sample" aria-label={lab.sample.title}>
      <p class="lab-note">
        <Icon name="info" />
        <span>
          <strong>{lab.sample.title}.</strong> {lab.sample.hint} <Command words={command} />
        </span>
      </p>
      {form}
      {children}
    </section>
  );
}
