/** Next week's list: place, move, song, its last weeks, and how sure. */
import { Icon } from "../../components/icon";
import { charts } from "../../messages/lab/charts";
import { toTrack } from "../../state/paths";
import { type Column, DataTable } from "../parts/data_table";
import { Interval } from "../parts/interval";
import { figure, percent, span } from "../parts/numbers";
import { Sparkline } from "../plots/sparkline";
import { playById } from "../popularity/library_songs";
import type { Forecast, ForecastItem } from "../records";
import { historyLine, standing } from "./moves";

export function ChartList({ forecast }: { forecast: Forecast }) {
  const highest = Math.max(...forecast.items.map((item) => item.high), Number.EPSILON);
  const lowest = Math.min(0, ...forecast.items.map((item) => item.low));
  return (
    <DataTable
      title={charts.list}
      file={["chart", forecast.chart, forecast.week]}
      columns={columnsFor(lowest, highest)}
      rows={forecast.items}
      json={forecast}
      keyOf={(item) => `${item.position}`}
      first={50}
    />
  );
}

function columnsFor(lowest: number, highest: number): readonly Column<ForecastItem>[] {
  const names = charts.columns;
  return [
    { key: "position", name: names.position, value: (item) => item.position, isNumber: true },
    { key: "move", name: names.move, value: (item) => item.move, show: (item) => <Move item={item} /> },
    { key: "title", name: names.song, value: (item) => item.title, show: (item) => <Song item={item} />, isHead: true },
    { key: "artist", name: names.artist, value: (item) => item.artist, isOnlyInFiles: true },
    {
      key: "rank_now",
      name: names.now,
      value: (item) => item.rank_now,
      show: (item) => figure(item.rank_now, 0),
      isNumber: true,
    },
    { key: "history", name: names.history, value: historyText, show: (item) => <History item={item} /> },
    {
      key: "chance",
      name: names.chance,
      value: (item) => item.chance,
      show: (item) => percent(item.chance),
      isNumber: true,
    },
    {
      key: "score",
      name: names.score,
      value: (item) => item.score,
      show: (item) => (
        <Interval
          low={item.low}
          high={item.high}
          value={item.score}
          from={lowest}
          to={highest}
          label={charts.expectation(figure(item.score), span(item.low, item.high))}
        />
      ),
    },
    { key: "low", name: "low", value: (item) => item.low, isOnlyInFiles: true },
    { key: "high", name: "high", value: (item) => item.high, isOnlyInFiles: true },
    { key: "is_new", name: "is_new", value: (item) => item.is_new, isOnlyInFiles: true },
    { key: "track_id", name: "track_id", value: (item) => item.track_id, isOnlyInFiles: true },
  ];
}

const historyText = (item: ForecastItem): string =>
  item.history.map((week) => `${week.week}:${week.rank ?? week.score ?? ""}`).join(" ");

function Move({ item }: { item: ForecastItem }) {
  const now = standing(item);
  const places = Math.abs(item.move ?? 0);
  if (now === "new") return <span class="move move-new">{charts.new}</span>;
  if (now === "back") return <span class="move move-new">{charts.returns}</span>;
  if (now === "same") {
    return (
      <span class="move">
        <span aria-hidden="true">=</span>
        <span class="only-heard">{charts.same}</span>
      </span>
    );
  }
  return (
    <span class={`move move-${now}`}>
      <Icon name={now} />
      <span aria-hidden="true">{places}</span>
      <span class="only-heard">{charts[now](places)}</span>
    </span>
  );
}

function Song({ item }: { item: ForecastItem }) {
  const { track_id } = item;
  return (
    <span class={track_id ? "song" : "song is-away"}>
      {track_id && (
        <button
          type="button"
          class="icon-button song-play"
          aria-label={charts.play(item.title)}
          onClick={() => void playById(track_id)}
        >
          <Icon name="play" filled />
        </button>
      )}
      <span class="song-names">
        {track_id ? (
          <a class="name name-title" dir="auto" href={toTrack(track_id)} title={item.title}>
            {item.title}
          </a>
        ) : (
          <span class="name name-title" dir="auto" title={item.title}>
            {item.title}
          </span>
        )}
        <span class="name name-quiet" dir="auto" title={item.artist}>
          {item.artist}
        </span>
      </span>
    </span>
  );
}

function History({ item }: { item: ForecastItem }) {
  const { values, isRanks } = historyLine(item);
  if (values.every((value) => value === null)) return <span class="name-quiet">{charts.new}</span>;
  const word = (value: number | null | undefined) => (isRanks ? charts.rank(value ?? null) : figure(value ?? null));
  const next = isRanks ? item.position : item.score;
  return (
    <Sparkline
      values={values}
      next={next}
      isUpsideDown={isRanks}
      label={charts.sparkline(item.title, values.length, word(values[0]), word(next))}
    />
  );
}
