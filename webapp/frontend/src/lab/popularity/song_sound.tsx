/** The sound of one compared song: what was measured, what was estimated and how far to trust it, and what it does. */
import { useState } from "preact/hooks";
import { single, song } from "../../messages/lab/song";
import { Select } from "../parts/choice";
import { type Column, DataTable } from "../parts/data_table";
import { figure } from "../parts/numbers";
import type { ComparedSong, HeardFeature } from "../records";
import { uploads } from "./album";
import { Drives } from "./drives";
import { featureName, reading } from "./features";

const COLUMNS: readonly Column<HeardFeature>[] = [
  { key: "feature", name: song.feature, value: (row) => row.name, show: (row) => featureName(row.name), isHead: true },
  {
    key: "value",
    name: song.value,
    value: (row) => row.value,
    show: (row) => reading(row.name, row.value),
    isNumber: true,
  },
  { key: "how", name: single.howName, value: (row) => row.how, show: (row) => <How of={row} /> },
  { key: "trust", name: single.trust, value: (row) => row.trust, show: (row) => figure(row.trust, 2), isNumber: true },
  { key: "is_weak", name: single.weak, value: (row) => row.is_weak, isOnlyInFiles: true },
];

function How({ of }: { of: HeardFeature }) {
  return (
    <>
      {single.how[of.how]}
      {of.is_weak && (
        <span class="flag" title={single.weakHint}>
          {single.weak}
        </span>
      )}
    </>
  );
}

export function SongSound({ items, base }: { items: readonly ComparedSong[]; base: number }) {
  const [at, setAt] = useState(0);
  const item = items[Math.min(at, items.length - 1)];
  if (!item) return null;
  const heard = heardOf(item);
  const numbers = heard.map((each) => `${each.name}=${each.value}`).join("&");
  return (
    <section class="song-sound" aria-label={single.soundOf(item.name)}>
      <div class="fields">
        <Select
          label={single.chooseSong}
          value={String(at)}
          options={items.map((each, index) => [String(index), `${each.rank}. ${each.name}`] as const)}
          onChange={(value) => setAt(Number(value))}
        />
        <a
          class="button"
          href={item.track_id ? `/predict?track=${encodeURIComponent(item.track_id)}` : `/predict?${numbers}`}
        >
          {single.whatIf}
        </a>
      </div>
      <Drives contributions={item.contributions} base={base} file={["single", item.name]} />
      <DataTable
        title={single.soundOf(item.name)}
        file={["sound", item.name]}
        rows={heard}
        columns={COLUMNS}
        keyOf={(row) => row.name}
      />
      {heard.some((each) => each.is_weak) && <p class="lab-quiet">{single.weakHint}</p>}
    </section>
  );
}

/** The server takes the numbers of an uploaded sound as typed; how they came to be is known from the upload. */
const heardOf = (item: ComparedSong): readonly HeardFeature[] =>
  (item.track_id === null && uploads.value.find((each) => each.name === item.name)?.heard) || item.features;
