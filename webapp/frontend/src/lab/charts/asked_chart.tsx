/** Expected plays of what was asked, with where they lie in 80 of 100 cases. */
import { streams } from "../../messages/lab_streams";
import { figure, span } from "../rules/numbers";
import type { AskedSong } from "../state/asked_songs";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";

const MOST = 12;

export function AskedChart({ songs }: { songs: readonly AskedSong[] }) {
  const top = songs.slice(0, MOST);
  const parts = top.map((each) => streams.askedPart(each.title, figure(each.expected, 1)));
  return (
    <ChartBox
      title={streams.askedChart}
      text={streams.askedText(parts.join(", "))}
      file={["streams", "asked"]}
      size={top.length > 5 ? "high" : "low"}
      draw={(colours) => drawAsked(colours, top)}
      of={songs}
    />
  );
}

function drawAsked(colours: Palette, songs: readonly AskedSong[]): ChartOption {
  return {
    xAxis: values(colours, "", { min: 0 }),
    yAxis: {
      ...categories(
        colours,
        songs.map((each) => each.title),
      ),
      inverse: true,
    } as object,
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "none" },
      formatter: (at: unknown) => {
        const each = songs[pointedAt(at)];
        return words(
          each ? [each.title, each.artist, `${figure(each.expected, 1)} (${span(each.low, each.high, 1)})`] : [],
        );
      },
    },
    series: [
      {
        type: "bar",
        stack: "span",
        silent: true,
        color: "transparent",
        barWidth: 8,
        data: songs.map((each) => each.low),
      },
      {
        type: "bar",
        stack: "span",
        barWidth: 8,
        itemStyle: { color: colours.accentLine, borderRadius: 4 },
        data: songs.map((each) => each.high - each.low),
      },
      {
        type: "scatter",
        symbolSize: 12,
        z: 5,
        itemStyle: { color: colours.accent, borderColor: colours.ground, borderWidth: 2 },
        data: songs.map((each) => each.expected),
      },
    ],
  };
}
