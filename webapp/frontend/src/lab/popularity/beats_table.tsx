/** Who beats whom: the row beats the column with this probability; the deeper the colour, the surer. */
import { single } from "../../messages/lab/song";
import { type Column, DataTable } from "../parts/data_table";
import { percent } from "../parts/numbers";
import type { Comparison } from "../records";

interface Row {
  readonly name: string;
  readonly at: number;
  readonly shares: readonly number[];
}

export function BeatsTable({ items, beats }: Pick<Comparison, "items" | "beats">) {
  const rows: Row[] = items.map((item, at) => ({ name: item.name, at, shares: beats[at] ?? [] }));
  const columns: Column<Row>[] = [
    { key: "song", name: single.columns.song, value: (row) => row.name, isHead: true },
    ...items.map((item, column) => ({
      key: `beats ${item.name}`,
      name: item.name,
      value: (row: Row) => (row.at === column ? null : (row.shares[column] ?? null)),
      show: (row: Row) => (row.at === column ? "" : <Share value={row.shares[column] ?? 0} />),
      isNumber: true,
    })),
  ];
  return (
    <>
      <DataTable
        title={single.beats}
        file={["single", "beats"]}
        rows={rows}
        columns={columns}
        keyOf={(row) => String(row.at)}
        json={{ songs: items.map((item) => item.name), beats }}
      />
      <p class="lab-quiet">{single.beatsHint}</p>
    </>
  );
}

/** Eleven steps of colour: classes, because the page allows no styles of its own in elements. */
function Share({ value }: { value: number }) {
  return <span class={`heat heat-${Math.round(Math.min(1, Math.max(0, value)) * 10)}`}>{percent(value)}</span>;
}
