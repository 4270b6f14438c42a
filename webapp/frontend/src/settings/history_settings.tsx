/** Import what was heard elsewhere: choose or drop files, see what they would bring, import them. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../components/icon";
import { ShareBar } from "../components/share_bar";
import { settingsSays } from "../messages/settings";
import { isOpen, newPlays } from "../rules/history_imports";
import { dropTaker } from "../state/dropped_files";
import { mayWrite } from "../state/me";
import {
  imports,
  importThese,
  lookAt,
  megabytes,
  refusals,
  sending,
  toImport,
  waiting,
  watchImports,
} from "./history_imports";
import { ImportEntry } from "./import_entry";
import { SettingsPart } from "./settings_part";

const words = settingsSays.history;
const KINDS = ".json,.jsonl,.csv,.tsv,.txt,.log,.parquet,.gz,.zip";
const SHOWN = 10;

export function HistorySettings() {
  return <SettingsPart title={words.title}>{mayWrite.value ? <Histories /> : <p>{words.guest}</p>}</SettingsPart>;
}

function Histories() {
  useEffect(watchImports, []);
  useEffect(() => {
    dropTaker.value = { words: words.drop, take: lookAt };
    return () => {
      dropTaker.value = null;
    };
  }, []);
  const ended = (imports.value ?? []).filter((one) => !isOpen(one)).slice(0, SHOWN);
  return (
    <>
      <Choose />
      <OnItsWay />
      {refusals.value.length > 0 && (
        <ul class="settings-refusals" role="alert">
          {refusals.value.map((text) => (
            <li key={text} dir="auto">
              {text}
            </li>
          ))}
        </ul>
      )}
      <ToImport />
      {ended.length > 0 && (
        <ul class="import-list" aria-label={words.list}>
          {ended.map((one) => (
            <ImportEntry key={one.import_id} one={one} />
          ))}
        </ul>
      )}
    </>
  );
}

function Choose() {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <p>{words.hint}</p>
      <p class="settings-quiet">
        {words.firstLooked} {megabytes.value !== "0" && words.limit(megabytes.value)}
      </p>
      <div class="settings-buttons">
        <button type="button" class="button" onClick={() => field.current?.click()}>
          <Icon name="upload" />
          {words.choose}
        </button>
      </div>
      <input
        ref={field}
        type="file"
        multiple
        accept={KINDS}
        hidden
        aria-label={words.choose}
        onChange={(event) => {
          lookAt([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** What is being sent or read now. */
function OnItsWay() {
  const open = imports.value?.find(isOpen);
  const sent = sending.value;
  const share = sent ? sent.share : (open?.share ?? 0);
  const percent = share > 0 ? `${Math.round(share * 100)} %` : "";
  const n = waiting.value.length;
  const what = sent
    ? words.sending(sent.name, `${Math.round(sent.share * 100)} %`)
    : open && (open.state === "waiting" ? words.waiting(open.name) : nowReading(open.dry_run)(open.name, percent));
  return (
    <div role="status">
      {what && (
        <div class="import-now">
          <p dir="auto">
            {what} {n > 0 && words.more(n)}
          </p>
          <div
            role="progressbar"
            aria-label={words.onItsWay}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(share * 100)}
          >
            <ShareBar share={share} />
          </div>
          {sent && (
            <button type="button" class="button" onClick={sent.cancel}>
              {words.cancel}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

const nowReading = (isDryRun: boolean) => (isDryRun ? words.looking : words.importing);

function ToImport() {
  const ready = toImport.value;
  if (ready.length === 0 || sending.value) return null;
  return (
    <div class="import-ready">
      <p>{words.toImport(newPlays(ready), ready.length)}</p>
      <button type="button" class="button button-main" onClick={importThese}>
        {words.importThese}
      </button>
    </div>
  );
}
