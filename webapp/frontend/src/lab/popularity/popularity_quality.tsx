/** Whether probabilities mean what they say: calibration curves, and the table of hits and misses. */
import { quality } from "../../messages/lab/song";
import { DataTable } from "../parts/data_table";
import { percent } from "../parts/numbers";
import { ReliabilityChart } from "../plots/reliability_chart";
import type { Confusion, PopularityForms } from "../records";

const caseName = (name: string): string => quality.cases[name] ?? name;

export function PopularityQuality({ forms }: { forms: PopularityForms }) {
  const { reliability, confusion, recalibrated_on } = forms;
  if (reliability.length === 0 && confusion.length === 0) return null;
  return (
    <section class="quality-charts">
      {recalibrated_on !== null && <p class="lab-quiet">{quality.recalibrated(recalibrated_on)}</p>}
      <div class="pair">
        {reliability.map((curve) => (
          <ReliabilityChart key={curve.case} curve={curve} name={caseName(curve.case)} />
        ))}
      </div>
      <div class="pair">
        {confusion.map((each) => (
          <ConfusionTable key={each.case} of={each} />
        ))}
      </div>
    </section>
  );
}

interface Row {
  readonly band: string;
  readonly counts: readonly number[];
}

function ConfusionTable({ of: { case: name, bands, counts } }: { of: Confusion }) {
  const rows: Row[] = bands.map((band, at) => ({ band, counts: counts[at] ?? [] }));
  const top = rows.at(-1);
  const total = top?.counts.reduce((sum, each) => sum + each, 0) ?? 0;
  return (
    <div>
      <DataTable
        title={quality.confusion(caseName(name))}
        file={["confusion", name]}
        rows={rows}
        keyOf={(row) => row.band}
        columns={[
          { key: "true_band", name: quality.trueBand, value: (row) => row.band, isHead: true },
          ...bands.map((band, at) => ({
            key: `says_${band}`,
            name: quality.says(band),
            value: (row: Row) => row.counts[at] ?? 0,
            isNumber: true,
          })),
        ]}
      />
      {top && total > 0 && (
        <p class="lab-quiet">{quality.topRecall(top.band, percent((top.counts.at(-1) ?? 0) / total))}</p>
      )}
    </div>
  );
}
