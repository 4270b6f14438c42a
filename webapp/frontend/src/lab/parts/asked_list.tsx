/** The running top list of what was asked. */
import { streams } from "../../messages/lab_streams";
import { AskedChart } from "../charts/asked_chart";
import { figure, percent, span } from "../rules/numbers";
import { type AskedSong, askedSongs, forgetAsked } from "../state/asked_songs";
import { AskableSong } from "./askable_song";
import { type Column, DataTable } from "./data_table";
import { Interval } from "./interval";

export function AskedList() {
  const songs = askedSongs.value;
  if (songs.length === 0) return null;
  return (
    <section class="lab-answer" aria-label={streams.asked}>
      {songs.length > 1 && <AskedChart songs={songs} />}
      <DataTable
        title={streams.asked}
        file={["streams", "asked"]}
        rows={songs}
        columns={columnsFor(Math.max(...songs.map((each) => each.high), 1))}
        keyOf={(row) => `${row.title}\n${row.artist}`}
        first={10}
      />
      <button type="button" class="chip chip-large" onClick={forgetAsked}>
        {streams.clear}
      </button>
    </section>
  );
}

function columnsFor(highest: number): readonly Column<AskedSong>[] {
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
      value: (row) => row.expected,
      show: (row) => figure(row.expected, 1),
      isNumber: true,
    },
    { key: "low", name: names.range, value: (row) => row.low, show: (row) => <Range row={row} highest={highest} /> },
    { key: "high", name: names.high, value: (row) => row.high, isOnlyInFiles: true },
    {
      key: "chance_any",
      name: names.chance,
      value: (row) => row.chance,
      show: (row) => percent(row.chance),
      isNumber: true,
    },
    {
      key: "baseline",
      name: names.baseline,
      value: (row) => row.baseline,
      show: (row) => figure(row.baseline, 1),
      isNumber: true,
    },
  ];
}

function Range({ row, highest }: { row: AskedSong; highest: number }) {
  const { low, high, expected, baseline } = row;
  const label = streams.intervalLabel(figure(expected, 1), span(low, high, 0));
  return <Interval low={low} high={high} value={expected} baseline={baseline} from={0} to={highest} label={label} />;
}
