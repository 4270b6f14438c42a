/** An artist's year: the form, the answer in words, the years before. */
import { useEffect, useState } from "preact/hooks";
import { ApiProblem } from "../../api/client";
import { Skeleton } from "../../components/states";
import { lab } from "../../messages/lab/lab";
import { year as say } from "../../messages/lab/streams";
import { useLoaded } from "../../state/loading";
import { goQuery, place } from "../../state/router";
import { TextField } from "../parts/choice";
import { type Column, DataTable } from "../parts/data_table";
import { LabProblem, Refusal } from "../parts/lab_problem";
import { figure, percent, versionName } from "../parts/numbers";
import { usePosted } from "../parts/posted";
import { SAMPLE_YEAR } from "../parts/sample_songs";
import { barsOf, HistoryChart } from "../plots/history_chart";
import type { KnownArtists, ReleasesAnswer } from "../records";

export function ReleasesForm() {
  const query = place.value.query;
  const artist = query.get("artist") ?? "";
  const year = Number(query.get("year") ?? "");
  const isAsked = artist !== "" && Number.isInteger(year) && year > 0;
  const known = useLoaded<KnownArtists>("/api/v1/lab/releases/artists?q=");
  const { data, problem, again } = usePosted<ReleasesAnswer>(
    "/predicted/regression",
    isAsked ? { artist, year } : null,
  );
  const about = problem instanceof ApiProblem && problem.status === 422 ? problem.detail : "";
  const isMissing = problem instanceof ApiProblem && problem.status === 404;
  if (known.problem instanceof ApiProblem && known.problem.status === 503) {
    return (
      <LabProblem
        problem={known.problem}
        topic="releases"
        again={known.again}
        sample={<Answer answer={SAMPLE_YEAR} />}
      />
    );
  }
  return (
    <>
      <AskForm
        key={`${artist} ${year}`}
        artist={artist}
        year={year || yearToAsk(known.data)}
        aboutYear={about}
        known={known.data}
      />
      {isMissing && <Refusal problem={problem} />}
      {problem != null && !about && !isMissing && <LabProblem problem={problem} topic="releases" again={again} />}
      {!isAsked && <p class="lab-quiet">{startWords(known.data)}</p>}
      {isAsked && !data && problem == null && <Skeleton kind="row" count={4} />}
      {isAsked && data && <Answer answer={data} />}
    </>
  );
}

const yearToAsk = (known: KnownArtists | null): number => known?.last_year ?? new Date().getFullYear();

const startWords = (known: KnownArtists | null): string =>
  known ? say.startHint(figure(known.total, 0), known.first_year, known.last_year) : say.startPlain;

interface FormProps {
  readonly artist: string;
  readonly year: number;
  readonly aboutYear: string;
  readonly known: KnownArtists | null;
}

const TYPING_MS = 150;

function AskForm({ artist, year, aboutYear, known }: FormProps) {
  const [name, setName] = useState(artist);
  const [typed, setTyped] = useState(artist);
  const [when, setWhen] = useState<string | null>(artist ? String(year) : null);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(name.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [name]);
  const near = useLoaded<KnownArtists>(
    typed && typed !== artist ? `/api/v1/lab/releases/artists?q=${encodeURIComponent(typed)}` : null,
    true,
  );
  const text = when ?? String(year);
  const isYear = /^\d{4}$/.test(text.trim());
  return (
    <form
      class="fields"
      aria-label={say.ask}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isYear && name.trim()) goQuery({ artist: name.trim(), year: text.trim() });
      }}
    >
      <TextField
        label={say.artist}
        value={name}
        onInput={setName}
        list={(near.data?.artists ?? []).map((each) => each.artist)}
        isWide
      />
      <TextField
        label={say.year}
        kind="number"
        value={text}
        onInput={setWhen}
        min={known?.first_year}
        max={known?.last_year}
        {...(aboutYear && { problem: aboutYear })}
        {...(!isYear && { problem: say.badYear })}
      />
      <button type="submit" class="button button-main" disabled={!name.trim() || !isYear}>
        {say.submit}
      </button>
    </form>
  );
}

interface Row {
  readonly year: number;
  readonly n: number;
  readonly kind: string;
  readonly low: number | null;
  readonly high: number | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { key: "year", name: say.columns.year, value: (row) => row.year, isHead: true },
  {
    key: "n_releases",
    name: say.columns.n,
    value: (row) => row.n,
    show: (row) => figure(row.n, row.low === null ? 0 : 1),
    isNumber: true,
  },
  { key: "kind", name: say.columns.kind, value: (row) => row.kind },
  { key: "low", name: say.columns.low, value: (row) => row.low, show: (row) => figure(row.low, 0), isNumber: true },
  { key: "high", name: say.columns.high, value: (row) => row.high, show: (row) => figure(row.high, 0), isNumber: true },
];

function rowsOf(answer: ReleasesAnswer): Row[] {
  const counted = barsOf(answer).flatMap(({ year, counted }) =>
    counted === null ? [] : [{ year, n: counted, kind: say.counted, low: null, high: null }],
  );
  const { year, expected, low, high } = answer;
  return [{ year, n: expected, kind: say.expectedShort, low, high }, ...counted.reverse()];
}

function Answer({ answer }: { answer: ReleasesAnswer }) {
  const { baseline, low, high, level } = answer;
  return (
    <div class="lab-answer">
      <p class="lab-words" role="status" dir="auto">
        {answer.in_words}
      </p>
      <p class="answer-number">
        {say.expected(figure(answer.expected, 1), answer.year)}
        <span class="lab-quiet">
          {" · "}
          {say.interval(low, high, percent(level))}
          {answer.chance_any !== undefined && ` · ${say.chance(percent(answer.chance_any))}`}
        </span>
      </p>
      <p class="lab-quiet">
        {say.baseline(figure(baseline.last_year, 0), figure(baseline.mean, 1))}{" "}
        {answer.actual != null && `${say.actual(answer.actual)} `}
        {answer.release_is && `${say.releaseIs(answer.release_is)}. `}
        {say.upTo(answer.data_up_to_year)} {lab.model(answer.model, versionName(answer.model_version))}
      </p>
      <HistoryChart answer={answer} />
      <DataTable
        title={say.history(answer.artist)}
        file={["releases", answer.artist, answer.year]}
        rows={rowsOf(answer)}
        columns={COLUMNS}
        keyOf={(row) => `${row.year} ${row.kind}`}
        first={8}
        json={answer}
      />
    </div>
  );
}
