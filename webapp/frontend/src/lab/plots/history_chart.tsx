/** Releases by year, and the year that was asked for with its interval. */
import { year as say } from "../../messages/lab/streams";
import { figure, span } from "../parts/numbers";
import type { ReleasesAnswer } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";

const YEARS = 30;
/** Narrower than a year that was counted: its height says how far it may go, not how much came out. */
const INTERVAL_PX = 8;

interface Bar {
  readonly year: number;
  readonly counted: number | null;
}

/** Years without a bar between what is known and what was asked stay visible as years. */
export function barsOf(answer: ReleasesAnswer): readonly Bar[] {
  const counted = new Map(answer.history.map(({ year, n_releases }) => [year, n_releases]));
  const first = Math.max(Math.min(answer.year, ...counted.keys()), answer.year - YEARS);
  const years = Array.from({ length: answer.year - first }, (_, at) => first + at);
  const before = years.map((year) => ({ year, counted: counted.get(year) ?? null }));
  return [...before, { year: answer.year, counted: answer.actual }];
}

export function HistoryChart({ answer }: { answer: ReleasesAnswer }) {
  const bars = barsOf(answer);
  const parts = bars
    .slice(-8)
    .map((bar) =>
      say.historyPart(
        bar.year,
        figure(bar.year === answer.year ? answer.expected : bar.counted, bar.year === answer.year ? 1 : 0),
      ),
    );
  return (
    <ChartBox
      title={say.history(answer.artist)}
      text={say.historyText(answer.artist, parts.join(", "))}
      file={["releases", answer.artist, answer.year]}
      size="middle"
      draw={(colours) => drawHistory(colours, answer, bars)}
      of={answer}
    />
  );
}

function drawHistory(colours: Palette, answer: ReleasesAnswer, bars: readonly Bar[]): ChartOption {
  const last = bars.length - 1;
  const onlyLast = (value: number) => bars.map((_, at) => (at === last ? value : null));
  return {
    xAxis: categories(
      colours,
      bars.map((bar) => String(bar.year)),
      40,
    ),
    yAxis: values(colours, "", { min: 0, minInterval: 1 }),
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "none" },
      formatter: (at: unknown) => {
        const row = pointedAt(at);
        const bar = bars[row];
        if (!bar) return words([]);
        const lines = bar.counted === null ? [] : [`${figure(bar.counted, 0)} ${say.counted}`];
        if (row === last)
          lines.push(`${figure(answer.expected, 1)} (${span(answer.low, answer.high, 0)}) ${say.expectedShort}`);
        return words([String(bar.year), ...lines]);
      },
    },
    series: [
      {
        type: "bar",
        barMaxWidth: 28,
        color: colours.band2,
        itemStyle: { borderRadius: [3, 3, 0, 0] },
        data: bars.map((bar) => bar.counted),
      },
      {
        type: "bar",
        stack: "span",
        silent: true,
        color: "transparent",
        barGap: "-100%",
        barMaxWidth: INTERVAL_PX,
        data: onlyLast(answer.low),
      },
      {
        type: "bar",
        stack: "span",
        barMaxWidth: INTERVAL_PX,
        itemStyle: { color: colours.accentLine, borderRadius: 3 },
        data: onlyLast(Math.max(0.05, answer.high - answer.low)),
      },
      {
        type: "scatter",
        symbolSize: 12,
        z: 5,
        itemStyle: { color: colours.accent, borderColor: colours.ground, borderWidth: 2 },
        data: onlyLast(answer.expected),
      },
    ],
  } as ChartOption;
}
