/** The library by its likeliest moods. */
import type { LibraryMoods } from "../../api/records";
import { year } from "../../messages/lab/streams";
import { moodNames } from "../../messages/moods";
import { figure, percent } from "../parts/numbers";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";

export function MoodsChart({ moods }: { moods: LibraryMoods["moods"] }) {
  const parts = moods.map(({ mood, n_tracks }) => `${moodNames[mood]} ${figure(n_tracks, 0)}`);
  return (
    <ChartBox
      title={year.moods}
      text={year.moodsText(parts.join(", "))}
      file={["library", "moods"]}
      size="low"
      draw={(colours) => drawMoods(colours, moods)}
      of={moods}
    />
  );
}

function drawMoods(colours: Palette, moods: LibraryMoods["moods"]): ChartOption {
  const total = moods.reduce((sum, each) => sum + each.n_tracks, 0) || 1;
  return {
    xAxis: values(colours, "", { min: 0, minInterval: 1, splitLine: { show: false }, axisLabel: { show: false } }),
    yAxis: {
      ...categories(
        colours,
        moods.map(({ mood }) => moodNames[mood]),
      ),
      inverse: true,
    } as object,
    grid: { left: 8, right: 56, top: 8, bottom: 0, containLabel: true },
    tooltip: {
      trigger: "item",
      formatter: (at: unknown) => {
        const each = moods[pointedAt(at)];
        return words(each ? [moodNames[each.mood], figure(each.n_tracks, 0), percent(each.n_tracks / total)] : []);
      },
    },
    series: [
      {
        type: "bar",
        barMaxWidth: 22,
        color: colours.accent,
        itemStyle: { borderRadius: [0, 4, 4, 0] },
        data: moods.map((each) => each.n_tracks),
        label: {
          show: true,
          position: "right",
          color: colours.text2,
          formatter: ({ value }) => figure(Number(value), 0),
        },
      },
    ],
  };
}
