/** Browsers that are logged in. */
import { useState } from "preact/hooks";
import { deleteJson } from "../api/client";
import type { SessionsAnswer } from "../api/records";
import { ConfirmDialog } from "../components/confirm_dialog";
import { Problem, Skeleton } from "../components/states";
import { say } from "../messages/accounts";
import { relativeTime } from "../rules/times";
import { useLoaded } from "../state/loading";
import { notify } from "../state/notices";
import { wordsOf } from "./sending";

type Session = SessionsAnswer["items"][number];
const words = say.account.sessions;

export function Sessions() {
  const { data, problem, again } = useLoaded<SessionsAnswer>("/api/v1/me/sessions");
  const [changed, setChanged] = useState<SessionsAnswer | null>(null);
  const shown = changed ?? data;
  const [ending, setEnding] = useState<Session | null>(null);
  const end = async ({ session, device }: Session) => {
    setEnding(null);
    setChanged(await deleteJson<SessionsAnswer>(`/api/v1/me/sessions/${session}`));
    notify(words.ended(device));
  };
  return (
    <section class="account-part">
      <h2>{words.title}</h2>
      {problem ? <Problem problem={problem} again={again} /> : !shown && <Skeleton kind="line" count={2} />}
      <ul class="account-list">
        {shown?.items.map((one) => (
          <li key={one.session} class="account-row">
            <span class="account-what">{one.device}</span>
            <span class="account-when">{one.is_this ? words.here : words.used(relativeTime(one.used_at))}</span>
            {!one.is_this && (
              <button
                type="button"
                class="button"
                aria-label={words.endLabel(one.device)}
                onClick={() => setEnding(one)}
              >
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {ending && (
        <ConfirmDialog
          title={words.endTitle(ending.device)}
          words={words.endWords}
          yes={words.end}
          no={words.keep}
          onYes={() => void end(ending).catch((error) => notify(wordsOf(error), "problem"))}
          onNo={() => setEnding(null)}
        />
      )}
    </section>
  );
}
