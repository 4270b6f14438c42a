/** Score and baseline of each version over time: whether training goes the right way. */
import { models } from "../../messages/lab/streams";
import { day, figure } from "../parts/numbers";
import type { Version } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";

const MAX_VERSIONS = 20;

interface Props {
  readonly name: string;
  readonly topic: string;
  readonly versions: readonly Version[];
}

export function ScoresChart({ name, topic, versions }: Props) {
  const inTime = versions.slice(0, MAX_VERSIONS).reverse();
  const parts = inTime.map((each) => models.scoresPart(day(each.made_at), figure(each.score), figure(each.baseline)));
  return (
    <ChartBox
      title={models.scores(name)}
      text={models.scoresText(name, parts.join(", "))}
      file={["scores", topic]}
      size="low"
      draw={(colours) => drawScores(colours, inTime)}
      of={versions}
    />
  );
}

function drawScores(colours: Palette, versions: readonly Version[]): ChartOption {
  return {
    grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: colours.text2 } },
    xAxis: categories(
      colours,
      versions.map((each) => day(each.made_at)),
      90,
    ),
    yAxis: values(colours, "", { scale: true, splitNumber: 3 }),
    tooltip: {
      trigger: "axis",
      formatter: (at: unknown) => {
        const each = versions[pointedAt(at)];
        const { score, baseline } = models.columns;
        return words(
          each ? [each.version, `${score}: ${figure(each.score)}`, `${baseline}: ${figure(each.baseline)}`] : [],
        );
      },
    },
    series: [
      {
        type: "line",
        name: models.columns.score,
        color: colours.accent,
        symbolSize: 8,
        data: versions.map((each) => each.score),
      },
      {
        type: "line",
        name: models.columns.baseline,
        color: colours.text3,
        lineStyle: { type: "dashed" },
        symbolSize: 6,
        data: versions.map((each) => each.baseline),
      },
    ],
  };
}
