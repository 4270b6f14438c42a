/** One's own account. */
import "../styles/accounts.css";
import { postJson } from "../api/client";
import type { InvitationAnswer, MeAnswer } from "../api/records";
import { Skeleton } from "../components/states";
import { say } from "../messages/accounts";
import { logOut, me } from "../state/me";
import { notify } from "../state/notices";
import { PasswordForm } from "./password_form";
import { wordsOf } from "./sending";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";

const words = say.account;

export default function Account() {
  const known = me.value;
  return (
    <div class="page account">
      <h1>{known?.name || words.title}</h1>
      {known ? <Parts known={known} /> : <Skeleton kind="line" count={6} />}
    </div>
  );
}

function Parts({ known }: { known: MeAnswer }) {
  if (known.role === null) return <p class="page-hint">{words.open}</p>;
  return (
    <>
      <p class="page-hint">
        {say.roles[known.role]}: {say.roleHints[known.role]}.
      </p>
      {known.has_login ? <LogOut known={known} /> : <Machine />}
      {known.has_login && known.scopes.includes("write") && <PasswordForm name={known.name} />}
      {known.has_login && <Sessions />}
      {known.scopes.includes("write") && <Tokens scopes={known.scopes} />}
      <section class="account-part">
        <h2>{words.listener}</h2>
        <code class="command">{known.listener_id}</code>
        <p class="field-hint">{words.listenerHint.replaceAll("`", "")}</p>
      </section>
    </>
  );
}

function LogOut({ known }: { known: MeAnswer }) {
  return (
    <div class="account-buttons">
      {known.scopes.includes("admin") && (
        <>
          <a class="button" href="/people">
            {words.people}
          </a>
          <a class="button" href="/settings/folders">
            {words.folders}
          </a>
        </>
      )}
      <button
        type="button"
        class="button"
        onClick={() => void logOut().catch((error) => notify(wordsOf(error), "problem"))}
      >
        {words.logOut}
      </button>
    </div>
  );
}

/** The machine's user gets a password by an invitation of their own. */
function Machine() {
  const invite = async () => {
    const { path } = await postJson<InvitationAnswer>("/api/v1/invitations", { role: "admin" });
    location.assign(path);
  };
  return (
    <section class="account-part">
      <p>{words.machine}</p>
      <p class="field-hint">{words.machineHint}</p>
      <div class="account-buttons">
        <button
          type="button"
          class="button"
          onClick={() => void invite().catch((error) => notify(wordsOf(error), "problem"))}
        >
          {words.machineInvite}
        </button>
        <a class="button" href="/settings/folders">
          {words.folders}
        </a>
      </div>
    </section>
  );
}
