/** Makes a link for somebody new. */
import { useId, useState } from "preact/hooks";
import { postJson } from "../api/client";
import type { InvitationAnswer } from "../api/records";
import { say } from "../messages/accounts";
import { type Role, RoleChoice } from "./role_choice";
import { SecretShown } from "./secret_shown";
import { useSending } from "./sending";

const words = say.people;

export const linkOf = (invitation: InvitationAnswer): string => location.origin + invitation.path;

export function Invite() {
  const id = useId();
  const [role, setRole] = useState<Role>("listener");
  const [link, setLink] = useState("");
  const { isBusy, problem, send } = useSending();
  const submit = (event: Event) => {
    event.preventDefault();
    send(async () => setLink(linkOf(await postJson<InvitationAnswer>("/api/v1/invitations", { role }))));
  };
  return (
    <section class="account-part">
      <h2>{words.invite}</h2>
      <form class="fields" onSubmit={submit}>
        <div class="field">
          <label for={id}>{words.inviteAs}</label>
          <RoleChoice id={id} label={words.inviteAs} role={role} onChange={setRole} />
          <p class="field-hint">{say.roleHints[role]}</p>
        </div>
        <button type="submit" class="button button-main" disabled={isBusy}>
          {words.makeLink}
        </button>
      </form>
      <p class="field-problem" role="alert">
        {problem}
      </p>
      {link && <SecretShown secret={link} hint={words.linkHint} />}
    </section>
  );
}
