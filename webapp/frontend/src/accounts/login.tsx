/** Where somebody logs in. */
import "../styles/accounts.css";
import { useId, useState } from "preact/hooks";
import { postJson } from "../api/client";
import type { MeAnswer } from "../api/records";
import { say } from "../messages/accounts";
import { arriveAs, me } from "../state/me";
import { place } from "../state/router";
import { GateCard } from "./gate_card";
import { PasswordField } from "./password_field";
import { useSending } from "./sending";

/** Why a login elsewhere let nobody in, as the server left it for this page for a few seconds. */
function readRefusal(): string {
  const found = /(?:^|; )segue_refusal=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  try {
    return decodeURIComponent(found);
  } catch {
    return ""; // not of our server
  }
}

export default function Login() {
  const [refusal] = useState(readRefusal);
  const id = useId();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const { isBusy, problem, send } = useSending();
  const { path } = place.value;
  const providers = me.value?.providers ?? [];
  const submit = (event: Event) => {
    event.preventDefault();
    send(async () => {
      await postJson<MeAnswer>("/api/v1/login", { name, password });
      arriveAs(path === "/login" || path === "/join" ? "/" : location.href);
    });
  };
  return (
    <GateCard title={say.login.title} problem={problem || refusal}>
      {providers.length > 0 && (
        <>
          {providers.map((provider) => (
            <a key={provider.href} class="button button-main gate-go" href={provider.href} target="_self">
              {say.login.with(provider.name)}
            </a>
          ))}
          <p class="gate-or">{say.login.or}</p>
        </>
      )}
      <form class="gate-form" onSubmit={submit}>
        <div class="field field-wide">
          <label for={id}>{say.name}</label>
          <input
            id={id}
            autocomplete="username"
            autocapitalize="none"
            required
            maxLength={64}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <PasswordField label={say.password} kind="current-password" onInput={setPassword} />
        <button type="submit" class="button button-main gate-go" disabled={isBusy}>
          {say.login.button}
        </button>
      </form>
      <p class="field-hint">{say.login.forgotten}</p>
    </GateCard>
  );
}
