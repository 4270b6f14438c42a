/** Another password of one's own. */
import { useRef, useState } from "preact/hooks";
import { postJson } from "../api/client";
import type { MeAnswer } from "../api/records";
import { say } from "../messages/accounts";
import { notify } from "../state/notices";
import { PasswordField } from "./password_field";
import { useSending } from "./sending";

const words = say.account.password;

export function PasswordForm({ name }: { name: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const { isBusy, problem, send } = useSending();
  const submit = (event: Event) => {
    event.preventDefault();
    send(async () => {
      await postJson<MeAnswer>("/api/v1/me/password", { old, new: next });
      form.current?.reset();
      notify(words.changed);
    });
  };
  return (
    <section class="account-part">
      <h2>{words.title}</h2>
      <form ref={form} class="fields" onSubmit={submit}>
        <input class="unseen" autocomplete="username" value={name} tabIndex={-1} aria-hidden="true" readOnly />
        <PasswordField label={say.oldPassword} kind="current-password" onInput={setOld} />
        <PasswordField label={say.newPassword} kind="new-password" hint={say.passwordHint} onInput={setNext} />
        <button type="submit" class="button" disabled={isBusy}>
          {words.change}
        </button>
      </form>
      <p class="field-problem" role="alert">
        {problem}
      </p>
    </section>
  );
}
