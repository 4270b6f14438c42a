/** The running top list of what was asked. */
import { streams } from "../../messages/lab/streams";
import { type Column, DataTable } from "../parts/data_table";
import { figure, percent } from "../parts/numbers";
import { AskedChart } from "../plots/asked_chart";
import { type AskedSong, askedSongs, forgetAsked } from "./asked_songs";
import { playColumns } from "./play_columns";

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
    ...playColumns<AskedSong>(highest),
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
