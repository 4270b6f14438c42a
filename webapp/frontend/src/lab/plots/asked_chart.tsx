/** Expected plays of what was asked, with where they lie in 80 of 100 cases. */
import { streams } from "../../messages/lab/streams";
import { figure, span } from "../parts/numbers";
import type { AskedSong } from "../streams/asked_songs";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, values, words } from "./frame";
import type { Palette } from "./palette";
import { spanSeries } from "./span_series";

const MAX_SONGS = 12;

export function AskedChart({ songs }: { songs: readonly AskedSong[] }) {
  const top = songs.slice(0, MAX_SONGS);
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
    series: spanSeries(colours, songs),
  };
}
