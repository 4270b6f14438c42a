/** Next week's chart: who rises, who falls, how sure. */
import type { GenreList } from "../../api/records";
import { Icon } from "../../components/icon";
import { Empty, Skeleton } from "../../components/states";
import { charts } from "../../messages/lab/charts";
import { lab } from "../../messages/lab/lab";
import { useLoaded } from "../../state/loading";
import { goQuery, place } from "../../state/router";
import { Fields, Select } from "../parts/choice";
import { LabPage } from "../parts/lab_page";
import { LabProblem } from "../parts/lab_problem";
import { figure, percent, signed, span, versionName } from "../parts/numbers";
import { usePosted } from "../parts/posted";
import { MoversChart } from "../plots/movers_chart";
import { queueByIds } from "../popularity/library_songs";
import type { Backtest, ChartsAnswer, Forecast } from "../records";
import { ChartList } from "./chart_list";
import { SAMPLE_FORECAST } from "./sample";
import { daysOf } from "./weeks";

const MODELS = ["best", "boosting", "arima", "lstm", "persistence"];
const LENGTHS = ["10", "25", "50", "100"];

export default function ChartsPage() {
  const query = place.value.query;
  const known = useLoaded<ChartsAnswer>("/api/v1/lab/charts");
  const body = known.data && {
    model_type: query.get("model") ?? "best",
    n: Number(query.get("n") ?? 50) || 50,
    chart: query.get("chart"),
    genre: query.get("genre"),
  };
  const asked = usePosted<Forecast>("/predict", body);
  const problem = known.problem ?? asked.problem;
  const again = known.problem ? known.again : asked.again;
  return (
    <LabPage
      page="charts"
      question={charts.question}
      topics={["charts"]}
      actions={asked.data && <QueueButton forecast={asked.data} />}
    >
      {known.data && <Chooser known={known.data} chart={query.get("chart") ?? asked.data?.chart ?? null} />}
      {problem != null && (
        <LabProblem
          problem={problem}
          topic="charts"
          again={again}
          sample={<ForecastShown forecast={SAMPLE_FORECAST} />}
        />
      )}
      {problem == null && !asked.data && <Skeleton kind="row" count={10} />}
      {problem == null && asked.data && <ForecastShown forecast={asked.data} isOld={asked.isAsking} />}
    </LabPage>
  );
}

function Chooser({ known, chart }: { known: ChartsAnswer; chart: string | null }) {
  const query = place.value.query;
  const genres = useLoaded<GenreList>("/api/v1/genres");
  const there = known.charts.find((each) => each.chart === chart)?.models ?? MODELS;
  const genreNames = (genres.data?.items ?? []).map(({ name }) => [name, name] as const);
  return (
    <Fields label={charts.choose}>
      <Select
        label={charts.chart}
        value={chart ?? ""}
        options={known.charts.map((each) => [each.chart, charts.chartOf(each.chart, each.weeks)] as const)}
        onChange={(value) => goQuery({ chart: value })}
      />
      <Select
        label={charts.model}
        value={query.get("model") ?? "best"}
        options={MODELS.filter((name) => there.includes(name)).map(
          (name) => [name, charts.models[name] ?? name] as const,
        )}
        onChange={(value) => goQuery({ model: value === "best" ? null : value })}
      />
      <Select
        label={charts.n}
        value={query.get("n") ?? "50"}
        options={LENGTHS.map((n) => [n, n] as const)}
        onChange={(value) => goQuery({ n: value === "50" ? null : value })}
      />
      <Select
        label={charts.genre}
        value={query.get("genre") ?? ""}
        options={[["", charts.allGenres], ...genreNames]}
        onChange={(value) => goQuery({ genre: value || null })}
      />
    </Fields>
  );
}

function QueueButton({ forecast }: { forecast: Forecast }) {
  const ids = [...new Set(forecast.items.flatMap((item) => item.track_id ?? []))];
  return (
    <button type="button" class="button button-main" disabled={ids.length === 0} onClick={() => void queueByIds(ids)}>
      <Icon name="queueEnd" />
      {ids.length > 0 ? charts.queue(ids.length) : charts.queueNone}
    </button>
  );
}

function ForecastShown({ forecast, isOld = false }: { forecast: Forecast; isOld?: boolean }) {
  return (
    <div class={isOld ? "lab-answer is-old" : "lab-answer"} aria-busy={isOld}>
      <p class="lab-lead">
        {sentence(weekOf(forecast.week))}, {daysOf(forecast.week)}
        <span class="lab-quiet"> · {charts.upTo(weekOf(forecast.data_up_to))}</span>
        <span class="lab-quiet">
          {" · "}
          {lab.model(charts.models[forecast.model_type] ?? forecast.model_type, versionName(forecast.model_version))}
        </span>
      </p>
      {forecast.fell_back && (
        <p class="lab-note" dir="auto">
          <Icon name="info" />
          <span>
            <strong>{charts.fellBack}</strong> {forecast.fell_back}
          </span>
        </p>
      )}
      {forecast.verdict && <p class="lab-prose">{sentence(forecast.verdict)}</p>}
      {forecast.backtest && <p class="lab-prose">{backtestWords(forecast.backtest)}</p>}
      {forecast.message && <p class="lab-quiet">{forecast.message}</p>}
      {forecast.items.length === 0 ? (
        <Empty icon="lab" title={lab.tooLittle} hint={forecast.message} />
      ) : (
        <>
          <MoversChart forecast={forecast} />
          <ChartList forecast={forecast} />
          <p class="lab-quiet">{charts.unseen}</p>
        </>
      )}
    </div>
  );
}

function weekOf(week: string): string {
  const [year = "", number = ""] = week.split("-W");
  return charts.weekOf(Number(number), year);
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function backtestWords(test: Backtest): string {
  const interval = test.low !== null && test.high !== null ? charts.backtestInterval(span(test.low, test.high, 2)) : "";
  const share = (value: number) => (value <= 1 ? percent(value) : figure(value));
  const gain = signed(test.gain_points, 2);
  return charts.backtest(share(test.model), share(test.persistence), gain, interval, test.n_weeks);
}
