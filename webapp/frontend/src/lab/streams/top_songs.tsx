/** The songs the listener will probably play most, as the model says without being asked. */
import { streams } from "../../messages/lab/streams";
import { type Column, DataTable } from "../parts/data_table";
import { percent } from "../parts/numbers";
import type { StreamsFacts, TopSong } from "../records";
import { playColumns } from "./play_columns";

type Row = TopSong & { readonly expected: number };

export function TopSongs({ facts }: { facts: StreamsFacts }) {
  const { coverage_heard, coverage_unheard } = facts;
  const top: readonly Row[] = facts.top.map((song) => ({ ...song, expected: song.expected_plays }));
  if (top.length === 0) return null;
  return (
    <section class="lab-answer" aria-label={streams.top}>
      <DataTable
        title={streams.top}
        file={["streams", "top"]}
        rows={top}
        columns={columnsFor(Math.max(...top.map((song) => song.high), 1))}
        keyOf={(row) => `${row.title}\n${row.artist}`}
        first={10}
      />
      <p class="lab-quiet">
        {streams.covered(percent(coverage_heard))}{" "}
        {coverage_unheard !== null && streams.coveredNew(percent(coverage_unheard))}
      </p>
    </section>
  );
}

function columnsFor(highest: number): readonly Column<Row>[] {
  return [
    ...playColumns<Row>(highest),
    { key: "plays_last_30_days", name: streams.lately, value: (row) => row.plays_last_30_days, isNumber: true },
  ];
}
