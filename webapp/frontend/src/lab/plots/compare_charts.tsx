/** Songs side by side: bands stacked, and the expected popularity with where it lies in 80 of 100 cases. */
import { single, song } from "../../messages/lab/song";
import { figure, percent, span } from "../parts/numbers";
import type { ComparedSong } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";
import { spanSeries } from "./span_series";

type Items = readonly ComparedSong[];
const sizeFor = (items: Items) => (items.length > 12 ? "tall" : items.length > 5 ? "high" : "middle");

export function BandsBySong({ items }: { items: Items }) {
  const parts = items.map((item) => song.bandPart(item.name, percent(item.bands.at(-1)?.probability)));
  return (
    <ChartBox
      title={single.bandsTitle}
      text={single.bandsText(parts.join(", "))}
      file={["single", "bands"]}
      size={sizeFor(items)}
      draw={(colours) => drawBands(colours, items)}
      of={items}
    />
  );
}

function drawBands(colours: Palette, items: Items): ChartOption {
  const shades = [colours.band1, colours.band2, colours.band3, colours.band4];
  const bands = items[0]?.bands.map((each) => each.band) ?? [];
  return {
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: colours.text2 } },
    xAxis: values(colours, "", { min: 0, max: 1, axisLabel: { show: false }, splitLine: { show: false } }),
    yAxis: namesOf(colours, items),
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "none" },
      formatter: (at: unknown) => {
        const item = items[pointedAt(at)];
        return words(
          item ? [item.name, ...item.bands.map((each) => song.bandPart(each.band, percent(each.probability)))] : [],
        );
      },
    },
    series: bands.map((name, band) => ({
      type: "bar" as const,
      name,
      stack: "bands",
      barMaxWidth: 22,
      color: shades[band] ?? colours.accent,
      data: items.map((item) => item.bands[band]?.probability ?? 0),
    })),
  };
}

export function ExpectedBySong({ items }: { items: Items }) {
  const parts = items.map((item) =>
    song.bandPart(item.name, `${figure(item.expected, 0)} (${span(item.low, item.high, 0)})`),
  );
  return (
    <ChartBox
      title={single.expectedTitle}
      text={single.expectedText(parts.join(", "))}
      file={["single", "expected"]}
      size={sizeFor(items)}
      draw={(colours) => drawExpected(colours, items)}
      of={items}
    />
  );
}

function drawExpected(colours: Palette, items: Items): ChartOption {
  return {
    grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
    xAxis: values(colours, "", { min: 0, max: 100 }),
    yAxis: namesOf(colours, items),
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "none" },
      formatter: (at: unknown) => {
        const item = items[pointedAt(at)];
        return words(item ? [item.name, `${figure(item.expected, 1)} (${span(item.low, item.high, 0)})`] : []);
      },
    },
    series: spanSeries(colours, items),
  };
}

const namesOf = (colours: Palette, items: Items): object => ({
  ...categories(
    colours,
    items.map((item) => item.name),
    120,
  ),
  inverse: true,
});
