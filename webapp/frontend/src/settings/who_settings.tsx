/** Who listens in this browser, and the way to the account. */
import type { MeAnswer, SessionsAnswer } from "../api/records";
import { Skeleton } from "../components/states";
import { say } from "../messages/accounts";
import { settingsSays } from "../messages/settings";
import { useLoaded } from "../state/loading";
import { me } from "../state/me";
import { SettingsPart } from "./settings_part";

const words = settingsSays.who;

export function WhoSettings() {
  const known = me.value;
  return (
    <SettingsPart title={words.title}>
      {known ? <Who known={known} /> : <Skeleton kind="line" count={2} />}
      <div class="settings-buttons">
        <a class="button" href="/account">
          {words.account}
        </a>
      </div>
    </SettingsPart>
  );
}

function Who({ known }: { known: MeAnswer }) {
  if (known.role === null) return <p>{words.open}</p>;
  return (
    <>
      {known.name && (
        <p class="settings-name" dir="auto">
          {known.name}
        </p>
      )}
      <p class="settings-quiet">{words.role(say.roles[known.role], say.roleHints[known.role])}</p>
      {known.has_login ? <Device /> : <p class="settings-quiet">{words.machine}</p>}
    </>
  );
}

/** The name of this browser among those that are logged in; without an answer it is left out, the account has them all. */
function Device() {
  const { data } = useLoaded<SessionsAnswer>("/api/v1/me/sessions");
  const here = data?.items.find((session) => session.is_this);
  return here ? <p class="settings-quiet">{words.device(here.device)}</p> : null;
}
