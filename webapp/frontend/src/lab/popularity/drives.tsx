/** What drives an expected popularity: the bars, and every figure. */
import { song } from "../../messages/lab/song";
import { DataTable } from "../parts/data_table";
import { figure, signed } from "../parts/numbers";
import { DrivesChart, readingOf } from "../plots/drives_chart";
import type { Contribution } from "../records";
import { featureName } from "./features";

interface Props {
  readonly contributions: readonly Contribution[];
  readonly base: number;
  readonly file: readonly (string | null)[];
  readonly title?: string;
}

export function Drives({ contributions, base, file, title = song.drives }: Props) {
  return (
    <>
      <DrivesChart contributions={contributions} file={file} title={title} />
      <p class="lab-quiet">{song.drivesBase(figure(base, 1))}</p>
      <DataTable
        title={title}
        file={[...file, "drives"]}
        rows={contributions}
        first={5}
        keyOf={(row) => row.feature}
        columns={[
          {
            key: "feature",
            name: song.feature,
            value: (row) => row.feature,
            show: (row) => featureName(row.feature),
            isHead: true,
          },
          { key: "value", name: song.value, value: (row) => row.value, show: readingOf, isNumber: true },
          {
            key: "effect",
            name: song.effect,
            value: (row) => row.effect,
            show: (row) => signed(row.effect, 2),
            isNumber: true,
          },
        ]}
      />
    </>
  );
}
