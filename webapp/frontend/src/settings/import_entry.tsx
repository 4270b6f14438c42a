/** One file that was sent: what it brought or would bring, or why it failed. */
import type { HistoryImport } from "../api/records";
import { Icon } from "../components/icon";
import { settingsSays } from "../messages/settings";
import { spanOf } from "../rules/history_imports";
import { relativeTime } from "../rules/times";
import { fileOf, tryAgain } from "./history_imports";

const words = settingsSays.history;

export function ImportEntry({ one }: { one: HistoryImport }) {
  const hasFailed = one.state === "failed";
  return (
    <li class={hasFailed ? "import-entry has-failed" : "import-entry"}>
      <p class="import-head">
        <Icon name={hasFailed ? "warning" : one.dry_run ? "info" : "check"} />
        <strong dir="auto">{one.name}</strong>
        <span class="settings-quiet">
          {hasFailed ? words.failed : one.dry_run ? words.looked : words.imported}, {relativeTime(one.sent_at)}
          {one.forms.length > 0 && ` · ${one.forms.join(", ")}`}
        </span>
      </p>
      {hasFailed ? <Failure one={one} /> : <Figures one={one} />}
      <Names title={words.leftAside} lines={one.left_aside} />
      <Names title={words.badRows} lines={one.bad_rows} />
      <Names
        title={words.unmatchedSongs}
        hint={words.unmatchedHint}
        lines={one.unmatched_songs.map(({ title, artist }) => `${title} – ${artist}`)}
      />
      {one.state === "done" && one.dry_run && one.new > 0 && !fileOf(one) && (
        <p class="settings-quiet">{words.chooseToImport}</p>
      )}
      {one.state === "done" && !one.dry_run && (
        <div class="settings-buttons">
          <a class="button" href="/">
            {words.toHome}
          </a>
        </div>
      )}
    </li>
  );
}

function Failure({ one }: { one: HistoryImport }) {
  return (
    <>
      <p class="import-why" dir="auto">
        {one.reason}
      </p>
      {fileOf(one) ? (
        <div class="settings-buttons">
          <button type="button" class="button" onClick={() => tryAgain(one)}>
            {words.again}
          </button>
        </div>
      ) : (
        <p class="settings-quiet">{words.chooseAgain}</p>
      )}
    </>
  );
}

function Figures({ one }: { one: HistoryImport }) {
  const span = spanOf(one);
  const rows: readonly (readonly [words: string, n: number, isAlways: boolean])[] = [
    [words.figures.plays, one.plays, true],
    [words.figures.new, one.new, true],
    [words.figures.known, one.known, true],
    [words.figures.matched, one.matched, true],
    [words.figures.unmatched, one.unmatched, true],
    [words.figures.rematched, one.rematched, false],
    [words.figures.noMusic, one.no_music, false],
    [words.figures.bad, one.bad, false],
  ];
  return (
    <dl class="import-figures">
      {rows.map(
        ([title, n, isAlways]) =>
          (isAlways || n > 0) && (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{n.toLocaleString("en")}</dd>
            </div>
          ),
      )}
      {span && (
        <div>
          <dt>{words.figures.span}</dt>
          <dd>{words.span(...span)}</dd>
        </div>
      )}
    </dl>
  );
}

function Names({ title, hint = "", lines }: { title: string; hint?: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details class="import-names">
      <summary>{title}</summary>
      {hint && <p class="settings-quiet">{hint}</p>}
      <ul>
        {lines.map((line) => (
          <li key={line} dir="auto">
            {line}
          </li>
        ))}
      </ul>
    </details>
  );
}
