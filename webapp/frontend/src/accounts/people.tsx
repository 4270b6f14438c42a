/** Everybody's accounts, for admins. */
import "../styles/accounts.css";
import { useState } from "preact/hooks";
import { deleteJson, postJson } from "../api/client";
import type { AccountAnswer, AccountsAnswer, InvitationAnswer } from "../api/records";
import { ConfirmDialog } from "../components/confirm_dialog";
import { Empty, Problem, Skeleton } from "../components/states";
import { say } from "../messages/accounts";
import { relativeTime } from "../rules/times";
import { useLoaded } from "../state/loading";
import { isAdmin } from "../state/me";
import { notify } from "../state/notices";
import { Invite, linkOf } from "./invite";
import { type Role, RoleChoice } from "./role_choice";
import { SecretShown } from "./secret_shown";
import { wordsOf } from "./sending";

const words = say.people;

export default function People() {
  return (
    <div class="page account">
      <h1>{words.title}</h1>
      {isAdmin.value ? <Accounts /> : <Empty icon="info" title={words.onlyAdmins} />}
    </div>
  );
}

function Accounts() {
  const { data, problem, again } = useLoaded<AccountsAnswer>("/api/v1/accounts");
  const [changed, setChanged] = useState<AccountsAnswer | null>(null);
  const shown = changed ?? data;
  const [link, setLink] = useState("");
  const [leaving, setLeaving] = useState<AccountAnswer | null>(null);
  if (problem) return <Problem problem={problem} again={again} />;
  if (!shown) return <Skeleton kind="line" count={4} />;
  const tell = (error: unknown) => notify(wordsOf(error), "problem");
  const change = async (one: AccountAnswer, role: Role) => {
    setChanged(await postJson<AccountsAnswer>(`/api/v1/accounts/${one.account}/role`, { role }));
    notify(words.changed(one.name, role));
  };
  const reset = async (one: AccountAnswer) =>
    setLink(linkOf(await postJson<InvitationAnswer>("/api/v1/invitations", { account: one.account })));
  const remove = async (one: AccountAnswer) => {
    setLeaving(null);
    setChanged(await deleteJson<AccountsAnswer>(`/api/v1/accounts/${one.account}`));
    notify(words.removed(one.name));
  };
  return (
    <>
      <ul class="account-list" aria-label={words.table}>
        {shown.items.map((one) => (
          <li key={one.account} class="account-row">
            <span class="account-what">
              {one.name}
              {one.is_me && <span class="account-when"> ({words.you})</span>}
            </span>
            <span class="account-when">
              {!one.has_login ? words.noLogin : one.used_at ? relativeTime(one.used_at) : ""}
            </span>
            <RoleChoice
              label={words.roleOf(one.name)}
              role={one.role}
              onChange={(role) => void change(one, role).catch(tell)}
            />
            <button
              type="button"
              class="button"
              aria-label={words.resetLabel(one.name)}
              onClick={() => void reset(one).catch(tell)}
            >
              {words.reset}
            </button>
            <button
              type="button"
              class="button"
              aria-label={words.removeLabel(one.name)}
              onClick={() => setLeaving(one)}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      {link && <SecretShown secret={link} hint={words.linkHintReset} />}
      <Invite />
      {leaving && (
        <ConfirmDialog
          title={words.removeTitle(leaving.name)}
          words={words.removeWords}
          yes={words.remove}
          no={words.keep}
          onYes={() => void remove(leaving).catch(tell)}
          onNo={() => setLeaving(null)}
        />
      )}
    </>
  );
}
