/** Every figure of an evaluation. */
import { lab } from "../../messages/lab/lab";
import { DataTable } from "../parts/data_table";
import { figure, span } from "../parts/numbers";
import type { ReportRow } from "../records";

const { columns } = lab.quality;

export function QualityTable({ topic, rows, json }: { topic: string; rows: readonly ReportRow[]; json: unknown }) {
  return (
    <DataTable
      title={lab.quality.table}
      file={["evaluation", topic]}
      rows={rows}
      json={json}
      keyOf={(row, at) => `${row.metric} ${row.model} ${at}`}
      columns={[
        { key: "metric", name: columns.metric, value: (row) => row.metric, isHead: true },
        { key: "model", name: columns.model, value: (row) => row.model },
        {
          key: "value",
          name: columns.value,
          value: (row) => row.value,
          show: (row) => figure(row.value),
          isNumber: true,
        },
        {
          key: "low",
          name: columns.interval,
          value: (row) => row.low,
          show: (row) => span(row.low, row.high),
          isNumber: true,
        },
        { key: "high", name: columns.interval, value: (row) => row.high, isOnlyInFiles: true },
        { key: "n", name: columns.n, value: (row) => row.n, show: (row) => figure(row.n, 0), isNumber: true },
      ]}
    />
  );
}
