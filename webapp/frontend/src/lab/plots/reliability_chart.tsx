/** Confidence against what came true; on the diagonal a probability means what it says. */
import { quality } from "../../messages/lab/song";
import { figure, percent } from "../parts/numbers";
import type { ReliabilityCurve } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";

export function ReliabilityChart({ curve, name }: { curve: ReliabilityCurve; name: string }) {
  return (
    <ChartBox
      title={quality.reliability(name)}
      text={quality.reliabilityText(name, figure(curve.ece, 3))}
      file={["calibration", curve.case]}
      draw={(colours) => drawReliability(colours, curve)}
      of={curve}
    />
  );
}

function drawReliability(colours: Palette, { points }: ReliabilityCurve): ChartOption {
  const share = { min: 0, max: 1, axisLabel: { color: colours.text3, formatter: (value: number) => percent(value) } };
  return {
    grid: { left: 30, right: 20, top: 12, bottom: 30, containLabel: true },
    xAxis: values(colours, quality.confidence, share),
    yAxis: values(colours, quality.accuracy, { ...share, nameGap: 44 }),
    tooltip: {
      trigger: "item",
      formatter: (at: unknown) => {
        const point = points[pointedAt(at)];
        return words(
          point
            ? [percent(point.confidence), `${quality.accuracy}: ${percent(point.accuracy)}`, `n ${figure(point.n, 0)}`]
            : [],
        );
      },
    },
    series: [
      {
        type: "line",
        silent: true,
        showSymbol: false,
        lineStyle: { color: colours.text3, type: "dashed", width: 1 },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        type: "line",
        symbolSize: 8,
        itemStyle: { color: colours.accent },
        lineStyle: { color: colours.accent, width: 2 },
        data: points.map((point) => [point.confidence, point.accuracy]),
      },
    ],
  };
}
