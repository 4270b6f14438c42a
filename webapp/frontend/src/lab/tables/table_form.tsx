/** Send a table to learn a topic from, and see how far that is. */
import { useEffect, useRef } from "preact/hooks";
import { Command } from "../../components/command";
import { Icon } from "../../components/icon";
import { ShareBar } from "../../components/share_bar";
import { lab } from "../../messages/lab/lab";
import { tables as say } from "../../messages/lab/tables";
import { isAdmin } from "../../state/me";
import { asCalled } from "../../state/program";
import { percent } from "../parts/numbers";
import type { SentTable } from "../records";
import {
  isJustPublished,
  isOpen,
  megabytes,
  refusals,
  type Sending,
  sending,
  sendTable,
  tableOf,
  watchTables,
} from "./sent_tables";

const SOON_TAKEN_S = 120;
const ASK_AGAIN_MS = 3_000;

/** Everybody hears of what is trained on, so only admins send it. */
export const takesTable = (topic: string): boolean => topic in say.needs && isAdmin.value;

export function TableForm({ topic, onPublished }: { topic: string; onPublished: () => void }) {
  useEffect(watchTables, []);
  const table = tableOf(topic);
  const onItsWay = sending.value[topic];
  useAgainAfter(topic, onPublished);
  const refusal = refusals.value[topic];
  return (
    <section class="table-form" aria-label={say.title(lab.topics[topic] ?? topic)}>
      {onItsWay ? <OnItsWay sent={onItsWay} /> : !isOpen(table) && <Choose topic={topic} isFirst={!table} />}
      <div role="status">{table && !onItsWay && <State of={table} />}</div>
      {refusal && (
        <p class="lab-refusal" role="alert" dir="auto">
          {refusal}
        </p>
      )}
    </section>
  );
}

function Choose({ topic, isFirst }: { topic: string; isFirst: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const words = isFirst ? say.choose : say.another;
  return (
    <div>
      <button type="button" class="button" onClick={() => field.current?.click()}>
        <Icon name="upload" />
        {words}
      </button>
      <p class="field-hint">
        {say.needs[topic]} {say.limit(megabytes())}
      </p>
      <input
        ref={field}
        type="file"
        accept=".csv,.tsv,.txt,.parquet,.gz,.zip"
        hidden
        aria-label={words}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) void sendTable(topic, file);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}

function OnItsWay({ sent: { name, share, cancel } }: { sent: Sending }) {
  return (
    <div class="table-sending">
      <p class="lab-quiet" role="progressbar" aria-valuenow={Math.round(share * 100)} dir="auto">
        {say.sending(name, percent(share))}
      </p>
      <ShareBar share={share} />
      <button type="button" class="button" onClick={cancel}>
        {say.cancel}
      </button>
    </div>
  );
}

function State({ of: { topic, name, state, step, sent_s_ago: age } }: { of: SentTable }) {
  return (
    <p class="lab-note">
      <Icon name={state === "published" ? "check" : "info"} />
      <span dir="auto">
        {state === "training" ? say.training(name, step) : say[state](name)}
        {isJustPublished(topic) && ` ${say.soon}`}
        {state === "waiting" && age > SOON_TAKEN_S && (
          <>
            {" "}
            {asCalled(say.notTaken)} <Command words={say.schedule} />
          </>
        )}
        {(state === "failed" || state === "not better") && <span class="table-why"> {step}</span>}
      </span>
    </p>
  );
}

/** A table that was published under our eyes: ask for the answer until this form is gone with the missing model. */
function useAgainAfter(topic: string, onPublished: () => void): void {
  const isNew = isJustPublished(topic);
  useEffect(() => {
    if (!isNew) return;
    const timer = setInterval(() => isJustPublished(topic) && onPublished(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [topic, isNew, onPublished]);
}
