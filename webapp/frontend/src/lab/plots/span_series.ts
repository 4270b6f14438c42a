/** Bars that lie between two ends, with a dot for what is expected. */
import type { ChartOption } from "./engine";
import type { Palette } from "./palette";

interface Spanned {
  readonly low: number;
  readonly high: number;
  readonly expected: number;
}

/** An invisible bar carries the interval to its place. */
export function spanSeries(colours: Palette, rows: readonly Spanned[]): NonNullable<ChartOption["series"]> {
  return [
    { type: "bar", stack: "span", silent: true, color: "transparent", barWidth: 8, data: rows.map((row) => row.low) },
    {
      type: "bar",
      stack: "span",
      barWidth: 8,
      itemStyle: { color: colours.accentLine, borderRadius: 4 },
      data: rows.map((row) => row.high - row.low),
    },
    {
      type: "scatter",
      symbolSize: 12,
      z: 5,
      itemStyle: { color: colours.accent, borderColor: colours.ground, borderWidth: 2 },
      data: rows.map((row) => row.expected),
    },
  ];
}
