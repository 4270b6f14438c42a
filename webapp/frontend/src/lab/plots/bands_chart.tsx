/** Probability of each band of popularity, the baseline's beside it. */
import { song } from "../../messages/lab/song";
import { percent } from "../parts/numbers";
import type { Band } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";

interface Props {
  readonly bands: readonly Band[];
  readonly baseline: readonly Band[];
}

export function BandsChart({ bands, baseline }: Props) {
  return (
    <ChartBox
      title={song.bands}
      text={song.bandsText(bands.map((each) => song.bandPart(each.band, percent(each.probability))).join(", "))}
      file={["popularity", "bands"]}
      size="low"
      draw={(colours) => drawBands(colours, bands, baseline)}
      of={bands}
    />
  );
}

function drawBands(colours: Palette, bands: readonly Band[], baseline: readonly Band[]): ChartOption {
  const shades = [colours.band1, colours.band2, colours.band3, colours.band4];
  return {
    grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: colours.text2 } },
    xAxis: categories(
      colours,
      bands.map((each) => each.band),
    ) as object,
    yAxis: values(colours, "", { min: 0, max: 1, axisLabel: { show: false }, splitNumber: 2 }),
    tooltip: {
      trigger: "axis",
      formatter: (at: unknown) => {
        const row = pointedAt(at);
        const lines = [`${song.model}: ${percent(bands[row]?.probability)}`];
        if (baseline[row]) lines.push(`${song.baseline}: ${percent(baseline[row]?.probability)}`);
        return words([bands[row]?.band ?? "", ...lines]);
      },
    },
    series: [
      {
        type: "bar",
        name: song.model,
        barMaxWidth: 36,
        color: colours.band4,
        data: bands.map((each, at) => ({
          value: each.probability,
          itemStyle: { color: shades[at] ?? colours.accent, borderRadius: [4, 4, 0, 0] },
        })),
        label: { show: true, position: "top", color: colours.text1, formatter: ({ value }) => percent(Number(value)) },
      },
      {
        type: "bar",
        name: song.baseline,
        barMaxWidth: 12,
        color: colours.text3,
        data: baseline.map((each) => each.probability),
        itemStyle: { borderRadius: [2, 2, 0, 0] },
      },
    ],
  };
}
