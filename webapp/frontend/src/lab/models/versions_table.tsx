/** The versions of one model, newest first: score beside baseline, and which is in use. */
import { models } from "../../messages/lab/streams";
import { isAdmin } from "../../state/me";
import { type Column, DataTable } from "../parts/data_table";
import { day, figure, lasted, measureName, versionName } from "../parts/numbers";
import type { Version } from "../records";

interface Props {
  readonly topic: string;
  readonly name: string;
  readonly versions: readonly Version[];
  readonly onUse: (version: Version) => void;
}

export function VersionsTable({ topic, name, versions, onUse }: Props) {
  const names = models.columns;
  const currentAt = versions.findIndex((each) => each.is_current);
  const isOlder = (version: Version) => currentAt >= 0 && versions.indexOf(version) > currentAt;
  const columns: readonly Column<Version>[] = [
    {
      key: "version",
      name: names.version,
      value: (row) => row.version,
      show: (row) => <Named version={row.version} />,
      isHead: true,
    },
    {
      key: "is_current",
      name: names.action,
      value: (row) => row.is_current,
      show: (row) => <Use version={row} name={name} isOlder={isOlder(row)} onUse={onUse} />,
    },
    {
      key: "metric",
      name: names.metric,
      value: (row) => row.metric,
      show: (row) => measureName(row.metric),
    },
    { key: "score", name: names.score, value: (row) => row.score, show: (row) => figure(row.score), isNumber: true },
    {
      key: "baseline",
      name: names.baseline,
      value: (row) => row.baseline,
      show: (row) => figure(row.baseline),
      isNumber: true,
    },
    {
      key: "n_rows",
      name: names.rows,
      value: (row) => row.n_rows,
      show: (row) => figure(row.n_rows, 0),
      isNumber: true,
    },
    { key: "data_cutoff", name: names.cutoff, value: (row) => row.data_cutoff, show: (row) => day(row.data_cutoff) },
    { key: "made_at", name: names.made, value: (row) => row.made_at, show: (row) => day(row.made_at) },
    {
      key: "train_seconds",
      name: names.seconds,
      value: (row) => row.train_seconds,
      show: (row) => lasted(row.train_seconds),
      isNumber: true,
    },
  ];
  return (
    <DataTable
      title={models.versionsOf(name)}
      file={["versions", topic]}
      rows={versions}
      columns={columns}
      keyOf={(row) => row.version}
      isHere={(row) => row.is_current}
      first={5}
    />
  );
}

interface UseProps {
  readonly version: Version;
  readonly name: string;
  readonly isOlder: boolean;
  readonly onUse: (version: Version) => void;
}

function Use({ version, name, isOlder, onUse }: UseProps) {
  if (version.is_current) return <span class="flag flag-good">{models.current}</span>;
  if (!isAdmin.value) return null;
  const label = isOlder
    ? models.rollBackLabel(versionName(version.version), name)
    : models.useLabel(versionName(version.version), name);
  return (
    <button type="button" class="chip" aria-label={label} onClick={() => onUse(version)}>
      {isOlder ? models.rollBack : models.use}
    </button>
  );
}

function Named({ version }: { version: string }) {
  return (
    <span class="version" title={version}>
      {versionName(version)}
    </span>
  );
}
