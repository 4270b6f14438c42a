/** The rates of each source, or of each place in the list. */

import type { GroupRates, PickRate } from "../api/records";
import { type Column, DataTable } from "../lab/parts/data_table";
import "../styles/lab_tables.css";
import { say } from "../messages";
import { qualitySays } from "../messages/quality";

const words = qualitySays.shown;
const NAMES = ["plays", "finishes", "early_skips", "likes"] as const;

interface Props {
  readonly kind: "source" | "place";
  readonly groups: readonly GroupRates[];
}

export function RatesTable({ kind, groups }: Props) {
  return (
    <DataTable
      title={kind === "source" ? words.bySource : words.byPlace}
      file={["picks", kind]}
      rows={groups}
      keyOf={(row) => row.group}
      columns={[
        {
          key: kind,
          name: words.columns[kind],
          value: (row) => row.group,
          show: (row) => (kind === "source" ? sourceWords(row.group) : row.group),
          isHead: true,
        },
        {
          key: "n",
          name: words.columns.n,
          value: (row) => rateOf(row, "plays")?.n ?? null,
          show: (row) => (rateOf(row, "plays")?.n ?? 0).toLocaleString("en"),
          isNumber: true,
        },
        ...NAMES.flatMap(rateColumns),
      ]}
    />
  );
}

export const sourceWords = (source: string): string =>
  words.sources[source] ?? say.contributions[source] ?? source.replaceAll("_", " ");

const rateOf = (row: GroupRates, name: PickRate["name"]): PickRate | undefined =>
  row.rates.find((rate) => rate.name === name);

/** On the page one column; in files the share, its interval and of how many. */
function rateColumns(name: PickRate["name"]): Column<GroupRates>[] {
  const inFile = (part: "low" | "high" | "n"): Column<GroupRates> => ({
    key: `${name}_${part}`,
    name: words.columns[name],
    value: (row) => rateOf(row, name)?.[part] ?? null,
    isOnlyInFiles: true,
  });
  return [
    {
      key: name,
      name: words.columns[name],
      value: (row) => rateOf(row, name)?.share ?? null,
      show: (row) => <RateCell rate={rateOf(row, name)} />,
      isNumber: true,
    },
    inFile("low"),
    inFile("high"),
    inFile("n"),
  ];
}

function RateCell({ rate }: { rate: PickRate | undefined }) {
  if (!rate) return <span class="is-few">{words.cellNone}</span>;
  const text = words.cell(rate.share, rate.low, rate.high);
  if (!rate.is_few) return <>{text}</>;
  return (
    <span class="is-few">
      {text}, {words.cellFew(rate.n)}
    </span>
  );
}
