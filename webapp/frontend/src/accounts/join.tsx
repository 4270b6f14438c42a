/** Where an invitation becomes an account. The secret is behind `#` in the address, and is taken away from there. */
import "../styles/accounts.css";
import { useEffect, useId, useState } from "preact/hooks";
import { ApiProblem, postJson } from "../api/client";
import type { InvitedAnswer, MeAnswer } from "../api/records";
import { Problem, Skeleton } from "../components/states";
import { say } from "../messages/accounts";
import { arriveAs } from "../state/me";
import { GateCard } from "./gate_card";
import { PasswordField } from "./password_field";
import { useSending } from "./sending";

const invitation = location.hash.slice(1);

export default function Join() {
  const [invited, setInvited] = useState<InvitedAnswer | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const look = () => {
    setProblem(null);
    postJson<InvitedAnswer>("/api/v1/join/look", { invitation }).then(setInvited, setProblem);
  };
  useEffect(look, []);
  if (problem instanceof ApiProblem && !problem.isOffline) {
    return (
      <GateCard title={say.join.used} words={say.join.usedHint}>
        <a class="button" href="/login">
          {say.join.toLogin}
        </a>
      </GateCard>
    );
  }
  if (problem) return <Problem problem={problem} again={look} isPage />;
  return invited ? <JoinForm invited={invited} /> : <Skeleton kind="hero" />;
}

function JoinForm({ invited }: { invited: InvitedAnswer }) {
  const id = useId();
  const [name, setName] = useState(invited.name);
  const [password, setPassword] = useState("");
  const { isBusy, problem, send } = useSending();
  const submit = (event: Event) => {
    event.preventDefault();
    send(async () => {
      await postJson<MeAnswer>("/api/v1/join", { invitation, name, password });
      arriveAs("/");
    });
  };
  return (
    <GateCard
      title={invited.name ? say.join.again(invited.name) : say.join.title}
      words={invited.name ? say.join.againWords : say.join.words(invited.role)}
      problem={problem}
    >
      <form class="gate-form" onSubmit={submit}>
        <div class="field field-wide">
          <label for={id}>{say.name}</label>
          <input
            id={id}
            autocomplete="username"
            autocapitalize="none"
            required
            maxLength={64}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <PasswordField label={say.newPassword} kind="new-password" hint={say.passwordHint} onInput={setPassword} />
        <button type="submit" class="button button-main gate-go" disabled={isBusy}>
          {say.join.button}
        </button>
      </form>
    </GateCard>
  );
}
