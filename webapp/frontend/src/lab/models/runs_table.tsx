/** The log of every training, whatever came of it. */
import { lab } from "../../messages/lab/lab";
import { models } from "../../messages/lab/streams";
import { type Column, DataTable } from "../parts/data_table";
import { day, figure, lasted, measureName, versionName } from "../parts/numbers";
import type { TrainingRun } from "../records";

const { columns: names, outcomes } = models;

const COLUMNS: readonly Column<TrainingRun>[] = [
  {
    key: "topic",
    name: names.topic,
    value: (row) => row.topic,
    show: (row) => lab.topics[row.topic] ?? row.topic,
    isHead: true,
  },
  { key: "started_at", name: names.started, value: (row) => row.started_at, show: (row) => day(row.started_at) },
  {
    key: "outcome",
    name: names.outcome,
    value: (row) => row.outcome,
    show: (row) => outcomes[row.outcome] ?? row.outcome,
  },
  {
    key: "metric",
    name: names.metric,
    value: (row) => row.metric ?? null,
    show: (row) => measureName(row.metric),
  },
  {
    key: "score",
    name: names.score,
    value: (row) => row.score ?? null,
    show: (row) => figure(row.score),
    isNumber: true,
  },
  {
    key: "baseline",
    name: names.baseline,
    value: (row) => row.baseline ?? null,
    show: (row) => figure(row.baseline),
    isNumber: true,
  },
  {
    key: "n_rows",
    name: names.rows,
    value: (row) => row.n_rows ?? null,
    show: (row) => figure(row.n_rows, 0),
    isNumber: true,
  },
  {
    key: "data_cutoff",
    name: names.cutoff,
    value: (row) => row.data_cutoff ?? null,
    show: (row) => day(row.data_cutoff),
  },
  {
    key: "seconds",
    name: names.seconds,
    value: (row) => row.seconds,
    show: (row) => lasted(row.seconds),
    isNumber: true,
  },
  {
    key: "version",
    name: names.version,
    value: (row) => row.version ?? null,
    show: (row) => versionName(row.version || null),
  },
  { key: "source", name: names.source, value: (row) => row.source ?? null, isWords: true },
  { key: "message", name: names.message, value: (row) => row.message ?? null, isWords: true },
];

export function RunsTable({ runs }: { runs: readonly TrainingRun[] }) {
  return (
    <DataTable
      title={models.runs}
      file={["training", "runs"]}
      rows={runs}
      columns={COLUMNS}
      keyOf={(row) => row.run_id}
      first={20}
      json={runs}
    />
  );
}
