/** The columns that every table of expected plays has. */
import { streams } from "../../messages/lab/streams";
import type { Column } from "../parts/data_table";
import { Interval } from "../parts/interval";
import { figure, span } from "../parts/numbers";
import { AskableSong } from "../popularity/askable_song";

export interface ExpectedPlays {
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly baseline?: number;
}

/** `highest` is the right end of the drawn intervals. */
export function playColumns<Row extends ExpectedPlays>(highest: number): readonly Column<Row>[] {
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
  ];
}

function Range({ row, highest }: { row: ExpectedPlays; highest: number }) {
  const { low, high, expected, baseline } = row;
  const label = streams.intervalLabel(figure(expected, 1), span(low, high, 0));
  return <Interval low={low} high={high} value={expected} baseline={baseline} from={0} to={highest} label={label} />;
}
