/** Tokens of programs. */
import { useId, useRef, useState } from "preact/hooks";
import { deleteJson, postJson } from "../api/client";
import type { MeAnswer, TokensAnswer } from "../api/records";
import { ConfirmDialog } from "../components/confirm_dialog";
import { Problem, Skeleton } from "../components/states";
import { say } from "../messages/accounts";
import { relativeTime } from "../rules/times";
import { useLoaded } from "../state/loading";
import { notify } from "../state/notices";
import { SecretShown } from "./secret_shown";
import { useSending, wordsOf } from "./sending";

type Token = TokensAnswer["items"][number];
type Scope = MeAnswer["scopes"][number];
const words = say.account.tokens;
const SCOPES: readonly Scope[] = ["play", "write", "admin"];

export function Tokens({ scopes }: { scopes: readonly Scope[] }) {
  const { data, problem, again } = useLoaded<TokensAnswer>("/api/v1/me/tokens");
  const [changed, setChanged] = useState<TokensAnswer | null>(null);
  const shown = changed ?? data;
  const [ending, setEnding] = useState<Token | null>(null);
  const end = async ({ token, name }: Token) => {
    setEnding(null);
    setChanged(await deleteJson<TokensAnswer>(`/api/v1/me/tokens/${token}`));
    notify(words.ended(name));
  };
  return (
    <section class="account-part">
      <h2>{words.title}</h2>
      <p class="field-hint">{words.hint}</p>
      {problem ? <Problem problem={problem} again={again} /> : !shown && <Skeleton kind="line" count={2} />}
      {shown?.secret && <SecretShown secret={shown.secret} hint={words.shownOnce} />}
      {shown?.items.length === 0 && <p class="account-none">{words.none}</p>}
      <ul class="account-list">
        {shown?.items.map((one) => (
          <li key={one.token} class="account-row">
            <span class="account-what">{one.name}</span>
            <span class="account-when">
              {one.scopes.map((scope) => words[scope]).join(", ")} ·{" "}
              {one.used_at ? relativeTime(one.used_at) : words.never}
            </span>
            <button type="button" class="button" aria-label={words.endLabel(one.name)} onClick={() => setEnding(one)}>
              {words.end}
            </button>
          </li>
        ))}
      </ul>
      {ending && (
        <ConfirmDialog
          title={words.endTitle(ending.name)}
          words={words.endWords}
          yes={words.end}
          no={words.keep}
          onYes={() => void end(ending).catch((error) => notify(wordsOf(error), "problem"))}
          onNo={() => setEnding(null)}
        />
      )}
      <TokenForm allowed={SCOPES.filter((scope) => scopes.includes(scope))} onMade={setChanged} />
    </section>
  );
}

function TokenForm({ allowed, onMade }: { allowed: readonly Scope[]; onMade: (answer: TokensAnswer) => void }) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["play"]);
  const { isBusy, problem, send } = useSending();
  const submit = (event: Event) => {
    event.preventDefault();
    send(async () => {
      onMade(await postJson<TokensAnswer>("/api/v1/me/tokens", { name, scopes: chosen }));
      form.current?.reset();
      setChosen(["play"]);
    });
  };
  const toggle = (scope: Scope) =>
    setChosen(chosen.includes(scope) ? chosen.filter((each) => each !== scope) : [...chosen, scope]);
  return (
    <form ref={form} class="fields" onSubmit={submit}>
      <div class="field field-wide">
        <label for={id}>{words.name}</label>
        <input id={id} required maxLength={64} onInput={(event) => setName(event.currentTarget.value)} />
      </div>
      <fieldset class="scopes">
        <legend>{words.scopes}</legend>
        {allowed.map((scope) => (
          <label key={scope} class="scope">
            <input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} />
            {words[scope]}
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button" disabled={isBusy || chosen.length === 0}>
        {words.make}
      </button>
      <p class="field-problem" role="alert">
        {problem}
      </p>
    </form>
  );
}
