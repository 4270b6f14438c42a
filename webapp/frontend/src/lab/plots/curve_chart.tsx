/** How the expected popularity moves with one feature while the others stay. */
import { song, whatIf } from "../../messages/lab/song";
import { figure } from "../parts/numbers";
import { featureName, reading } from "../popularity/features";
import type { Curve } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";

export function CurveChart({ curve, original }: { curve: Curve; original: number | undefined }) {
  const name = featureName(curve.feature);
  const [first, last] = [curve.points[0], curve.points.at(-1)];
  const read = (x: number | undefined) => reading(curve.feature, x, curve.unit);
  return (
    <ChartBox
      title={whatIf.curveOf(name)}
      text={whatIf.curveText(
        name,
        read(first?.x),
        read(last?.x),
        figure(first?.expected, 0),
        figure(last?.expected, 0),
      )}
      file={["effect", curve.feature]}
      size="middle"
      draw={(colours) => drawCurve(colours, curve, original)}
      of={`${curve.feature} ${curve.value} ${original} ${curve.points.map((point) => point.expected.toFixed(2)).join()}`}
    />
  );
}

function drawCurve(colours: Palette, curve: Curve, original: number | undefined): ChartOption {
  const read = (x: number) => reading(curve.feature, x, curve.unit);
  const mark = (x: number, name: string, colour: string, type: "solid" | "dashed") => ({
    xAxis: x,
    lineStyle: { color: colour, type, width: 2 },
    label: { formatter: name, color: colours.text2, position: "end" as const },
  });
  const marks = [mark(curve.value, whatIf.now, colours.accent, "solid")];
  if (original !== undefined && original !== curve.value)
    marks.push(mark(original, whatIf.was, colours.text3, "dashed"));
  return {
    grid: { left: 30, right: 24, top: 28, bottom: 8, containLabel: true },
    xAxis: values(colours, "", {
      min: curve.points[0]?.x,
      max: curve.points.at(-1)?.x,
      splitLine: { show: false },
      axisLabel: { color: colours.text3, fontSize: 12, hideOverlap: true, formatter: read },
    }),
    yAxis: values(colours, song.popularityScale, { scale: true, minInterval: 1 }),
    tooltip: {
      trigger: "axis",
      formatter: (at: unknown) => {
        const point = curve.points[pointedAt(at)];
        return words(point ? [read(point.x), figure(point.expected, 1)] : []);
      },
    },
    series: [
      {
        type: "line",
        showSymbol: false,
        lineStyle: { width: 2.5, color: colours.accent },
        itemStyle: { color: colours.accent },
        data: curve.points.map((point) => [point.x, point.expected]),
        markLine: { silent: true, symbol: "none", animation: false, data: marks },
        markArea: {
          silent: true,
          animation: false,
          itemStyle: { color: colours.accentSoft, opacity: 0.6 },
          data: [[{ xAxis: curve.known_low }, { xAxis: curve.known_high }]],
        },
      },
    ],
  };
}
