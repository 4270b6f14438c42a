/** Bars to the right for who rises, to the left for who falls. */
import { charts } from "../../messages/lab/charts";
import { movers } from "../charts/moves";
import { signed } from "../parts/numbers";
import type { Forecast, ForecastItem } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, roomFor, values, words } from "./frame";
import type { Palette } from "./palette";

const EACH = 8;

export function MoversChart({ forecast }: { forecast: Forecast }) {
  const items = movers(forecast.items, EACH);
  if (items.length === 0) return <p class="lab-quiet">{charts.noMovers}</p>;
  const named = (some: readonly ForecastItem[]) =>
    some
      .slice(0, 3)
      .map((item) => charts.mover(item.title, item.move ?? 0))
      .join(", ");
  const up = items.filter((item) => (item.move ?? 0) > 0);
  const down = items.filter((item) => (item.move ?? 0) < 0).reverse();
  return (
    <ChartBox
      title={charts.movers}
      text={charts.moversText(named(up), named(down))}
      file={["movers", forecast.chart, forecast.week]}
      size={items.length > EACH ? "tall" : "high"}
      draw={(colours) => drawMovers(colours, items)}
      of={forecast}
    />
  );
}

function drawMovers(colours: Palette, items: readonly ForecastItem[]): ChartOption {
  const label = { show: true, color: colours.text2, fontSize: 12 };
  return {
    xAxis: values(colours, "", {
      ...roomFor(items.map((item) => item.move ?? 0)),
      axisLabel: { show: false },
      splitLine: { show: false },
    }),
    yAxis: {
      ...categories(
        colours,
        items.map((item) => item.title),
      ),
      inverse: true,
    } as object,
    tooltip: {
      trigger: "item",
      formatter: (at: unknown) => {
        const item = items[pointedAt(at)];
        return words(item ? [item.title, item.artist, charts.mover("", item.move ?? 0).trim()] : []);
      },
    },
    series: [
      {
        type: "bar",
        barMaxWidth: 18,
        data: items.map((item) => ({
          value: item.move ?? 0,
          itemStyle: {
            color: (item.move ?? 0) > 0 ? colours.up : colours.down,
            borderRadius: (item.move ?? 0) > 0 ? [0, 4, 4, 0] : [4, 0, 0, 4],
          },
          label: { ...label, position: (item.move ?? 0) > 0 ? "right" : "left", formatter: signed(item.move ?? 0, 0) },
        })),
      },
    ],
  };
}
