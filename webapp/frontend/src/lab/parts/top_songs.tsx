/** The songs the listener will probably play most, as the model says without being asked. */
import { streams } from "../../messages/lab_streams";
import type { StreamsFacts, TopSong } from "../records/streams";
import { figure, percent, span } from "../rules/numbers";
import { AskableSong } from "./askable_song";
import { type Column, DataTable } from "./data_table";
import { Interval } from "./interval";

export function TopSongs({ facts }: { facts: StreamsFacts }) {
  const { top = [], coverage_heard, coverage_unheard } = facts;
  if (top.length === 0) return null;
  return (
    <section class="lab-answer" aria-label={streams.top}>
      <DataTable
        title={streams.top}
        file={["streams", "top"]}
        rows={top}
        columns={columnsFor(Math.max(...top.map((each) => each.high), 1))}
        keyOf={(row) => `${row.title}\n${row.artist}`}
        first={10}
      />
      {coverage_heard !== undefined && (
        <p class="lab-quiet">
          {streams.covered(percent(coverage_heard))}{" "}
          {coverage_unheard != null && streams.coveredNew(percent(coverage_unheard))}
        </p>
      )}
    </section>
  );
}

function columnsFor(highest: number): readonly Column<TopSong>[] {
  const names = streams.columns;
  return [
    {
      key: "title",
      name: names.song,
      value: (row) => row.title,
      show: (row) => <AskableSong of={row} />,
      isHead: true,
    },
    { key: "artist", name: names.artist, value: (row) => row.artist, isOnlyInFiles: true },
    {
      key: "expected_plays",
      name: names.expected,
      value: (row) => row.expected_plays,
      show: (row) => figure(row.expected_plays, 1),
      isNumber: true,
    },
    { key: "low", name: names.range, value: (row) => row.low, show: (row) => <Range row={row} highest={highest} /> },
    { key: "high", name: names.high, value: (row) => row.high, isOnlyInFiles: true },
    { key: "plays_last_30_days", name: streams.lately, value: (row) => row.plays_last_30_days, isNumber: true },
  ];
}

function Range({ row: { low, high, expected_plays }, highest }: { row: TopSong; highest: number }) {
  const label = streams.intervalLabel(figure(expected_plays, 1), span(low, high, 0));
  return <Interval low={low} high={high} value={expected_plays} from={0} to={highest} label={label} />;
}
