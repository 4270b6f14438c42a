/** What each fact adds to the expected popularity or takes from it. */
import { song } from "../../messages/lab/song";
import { signed } from "../parts/numbers";
import { featureName, reading } from "../popularity/features";
import type { Contribution } from "../records";
import { ChartBox } from "./chart_box";
import type { ChartOption } from "./engine";
import { categories, pointedAt, roomFor, values, words } from "./frame";
import type { Palette } from "./palette";

interface Props {
  readonly contributions: readonly Contribution[];
  readonly file: readonly (string | null)[];
  readonly title?: string;
}

export const readingOf = ({ feature, value }: Contribution): string =>
  typeof value === "number" ? reading(feature, value) : (value ?? "");

export function DrivesChart({ contributions, file, title = song.drives }: Props) {
  const sorted = [...contributions].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const largest = sorted.slice(0, 3).map((each) => song.drivesPart(featureName(each.feature), signed(each.effect, 1)));
  return (
    <ChartBox
      title={title}
      text={song.drivesText(largest.join(", "))}
      file={[...file, "drives"]}
      size="high"
      // The order of the record, not of the size: bars must not jump while a slider moves.
      draw={(colours) => drawDrives(colours, contributions)}
      of={contributions}
    />
  );
}

function drawDrives(colours: Palette, parts: readonly Contribution[]): ChartOption {
  const names = parts.map((each) => featureName(each.feature));
  return {
    xAxis: values(colours, "", {
      ...roomFor(parts.map((each) => each.effect)),
      axisLabel: { show: false },
      splitLine: { show: false },
    }),
    yAxis: { ...categories(colours, names), inverse: true } as object,
    tooltip: {
      trigger: "item",
      formatter: (at: unknown) => {
        const part = parts[pointedAt(at)];
        return words(part ? [featureName(part.feature), readingOf(part), signed(part.effect, 2)] : []);
      },
    },
    series: [
      {
        type: "bar",
        barMaxWidth: 14,
        data: parts.map(({ effect }) => ({
          value: effect,
          itemStyle: { color: effect >= 0 ? colours.accent : colours.text3, borderRadius: 3 },
          label: {
            show: true,
            position: effect >= 0 ? "right" : "left",
            color: colours.text2,
            fontSize: 12,
            formatter: signed(effect, 1),
          },
        })),
      },
    ],
  };
}
