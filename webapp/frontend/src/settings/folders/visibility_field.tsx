/** Who sees a library: everybody, or some accounts. Every choice is kept at once. */
import "../../styles/accounts.css";
import { useId, useState } from "preact/hooks";
import { wordsOf } from "../../accounts/sending";
import { putJson } from "../../api/client";
import type { AccountsAnswer, LibraryVisibility } from "../../api/records";
import { Problem, Skeleton } from "../../components/states";
import { say } from "../../messages/visibility";
import { choosable, toggled, type VisibleTo } from "../../rules/visibility";
import { useLoaded } from "../../state/loading";
import { notify } from "../../state/notices";

interface Props {
  readonly libraryId: string;
  readonly name: string;
  readonly visibleTo: VisibleTo;
  readonly onChange?: (visibleTo: VisibleTo) => void;
}

export function VisibilityField({ libraryId, name, visibleTo, onChange }: Props) {
  const { data, problem, again } = useLoaded<AccountsAnswer>("/api/v1/accounts");
  const [kept, setKept] = useState(visibleTo);
  const [isBusy, setBusy] = useState(false);
  const group = useId();
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="line" count={3} />;
  const listeners = choosable(data.items);
  const change = async (wanted: VisibleTo) => {
    if (isBusy) return;
    setBusy(true);
    try {
      const path = `/api/v1/libraries/${encodeURIComponent(libraryId)}/visibility`;
      const answer = await putJson<LibraryVisibility>(path, { visible_to: wanted });
      setKept(answer.visible_to);
      onChange?.(answer.visible_to);
      notify(say.saved(name));
    } catch (error) {
      notify(wordsOf(error), "problem");
    } finally {
      setBusy(false);
    }
  };
  return (
    <fieldset class="scopes" aria-busy={isBusy}>
      <legend>{say.legend(name)}</legend>
      <label class="scope">
        <input type="radio" name={group} checked={kept === null} onChange={() => void change(null)} />
        {say.everybody}
      </label>
      <label class="scope">
        <input type="radio" name={group} checked={kept !== null} onChange={() => void change([])} />
        {say.chosen}
      </label>
      {kept !== null &&
        listeners.map((one) => (
          <label key={one.account} class="scope">
            <input
              type="checkbox"
              checked={kept.includes(one.account)}
              onChange={() => void change(toggled(kept, one.account))}
            />
            {one.name}
          </label>
        ))}
      <p class="account-when" aria-live="polite">
        {kept?.length === 0 ? (listeners.length ? say.nobody : say.noListeners) : say.admins}
      </p>
    </fieldset>
  );
}
