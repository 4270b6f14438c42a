/** The queue: entries are chosen, reordered by drag or keyboard, removed; what is dropped on one comes before it. */
import { useSignal } from "@preact/signals";
import { say } from "../../messages";
import { menuSays } from "../../messages/menus";
import type { QueueEntry } from "../../rules/playing/queue";
import { spokenLength } from "../../rules/times";
import { known } from "../../state/library/known_tracks";
import type { MenuEntry } from "../../state/panels";
import { goesOnFromSlate } from "../../state/player/coming";
import { enqueue, jumpTo } from "../../state/player/playback";
import {
  moveEntries,
  moveEntriesBy,
  moveEntry,
  playing,
  queue,
  removeEntries,
  upcoming,
} from "../../state/player/queue";
import { save } from "../../state/saved";
import { Icon, IconButton } from "../icon";
import { lengthOf } from "../list_actions";
import { RowMore } from "../menu/more_button";
import { Empty } from "../states";
import { Cover } from "../tracks/cover";
import { isQueueDrag, isTrackDrag, QUEUE_KIND, takeDragged } from "../tracks/drag_tracks";
import { artistOf, Name, titleOf } from "../tracks/names";
import { type Rows, useRows } from "../tracks/use_rows";

export function QueueList() {
  const now = playing.value;
  return (
    <>
      <div class="panel-body">
        {now && (
          <>
            <h3>{say.queue.now}</h3>
            <ul class="entries">
              <NowRow entry={now} />
            </ul>
          </>
        )}
        {upcoming.value.length > 0 ? (
          <Coming entries={upcoming.value} />
        ) : (
          <Empty icon="queue" title={say.queue.empty} hint={say.queue.emptyHint} />
        )}
      </div>
      <label class="panel-foot">
        <input
          type="checkbox"
          checked={goesOnFromSlate.value}
          onChange={(event) => {
            goesOnFromSlate.value = event.currentTarget.checked;
            save("autoplay", goesOnFromSlate.value);
          }}
        />
        {say.queue.autoplay}
      </label>
    </>
  );
}

function Coming({ entries }: { entries: readonly QueueEntry[] }) {
  const keys = entries.map((entry) => entry.key);
  const keysOf = (rows: readonly number[]) => rows.flatMap((row) => keys[row] ?? []);
  const first = queue.value.index + 1;
  const list = useRows({
    source: "queue",
    count: entries.length,
    keys,
    trackAt: (row) => known.value.get(entries[row]?.trackId ?? ""),
    onPlay: (row) => keys[row] && jumpTo(keys[row]),
    onRemove: (rows) => removeEntries(keysOf(rows)),
    onMove: (rows, by) => moveEntriesBy(keysOf(rows), by),
    onDrag: (event, rows) => event.dataTransfer?.setData(QUEUE_KIND, keysOf(rows).join(",")),
    entriesOf: (rows) => ({ rows: rowEntries(keysOf(rows)) }),
  });
  return (
    <>
      <div class="section-head">
        <h3>{say.queue.comes}</h3>
        <span class="name-quiet">{list.nChosen > 1 ? say.library.selected(list.nChosen) : factsOf(entries)}</span>
      </div>
      <div
        class="entries"
        role="grid"
        tabIndex={0}
        aria-label={say.queue.comes}
        aria-multiselectable="true"
        aria-activedescendant={list.activeId}
        {...list.listProps}
      >
        {entries.map((entry, row) => (
          <EntryRow key={entry.key} entry={entry} row={row} at={first + row} list={list} />
        ))}
      </div>
    </>
  );
}

function factsOf(entries: readonly QueueEntry[]): string {
  const length_s = lengthOf(entries.flatMap((entry) => known.value.get(entry.trackId) ?? []));
  return [say.tracks(entries.length), length_s > 0 && spokenLength(length_s)].filter(Boolean).join(" · ");
}

const rowEntries = (keys: readonly string[]): readonly MenuEntry[] => [
  ["up", menuSays.moveUp, () => moveEntriesBy(keys, -1)],
  ["down", menuSays.moveDown, () => moveEntriesBy(keys, 1)],
  ["previous", menuSays.toTop, () => moveEntries(keys, 0)],
  ["close", menuSays.removeFromQueue, () => removeEntries(keys)],
];

function NowRow({ entry }: { entry: QueueEntry }) {
  const track = known.value.get(entry.trackId);
  if (!track) return null;
  return (
    <li class="entry is-now">
      <button type="button" class="entry-main" aria-current="true" onClick={() => jumpTo(entry.key)}>
        <Cover url={track.cover_url} size="row" />
        <div class="cell-names">
          <Name text={titleOf(track)} kind="name-title" />
          <Name text={artistOf(track)} kind="name-quiet" />
        </div>
      </button>
    </li>
  );
}

interface RowProps {
  readonly entry: QueueEntry;
  readonly row: number;
  /** Its absolute place in the queue. */
  readonly at: number;
  readonly list: Rows;
}

function EntryRow({ entry, row, at, list }: RowProps) {
  const isOver = useSignal(false);
  const track = known.value.get(entry.trackId);
  if (!track) return null;
  const title = titleOf(track);
  const isActive = list.selection.active === row;
  const kinds = ["entry", list.isSelected(row) && "is-selected", isActive && "is-active", isOver.value && "is-over"];
  return (
    <div
      class={kinds.filter(Boolean).join(" ")}
      role="row"
      aria-selected={list.isSelected(row)}
      {...list.rowProps(row)}
      onDragOver={(event) => {
        if (!isTrackDrag(event)) return;
        event.preventDefault();
        event.stopPropagation();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        if (!isTrackDrag(event)) return;
        event.preventDefault();
        event.stopPropagation();
        isOver.value = false;
        drop(event, at);
      }}
    >
      <div class="entry-cell" role="gridcell">
        <button
          type="button"
          class="icon-button entry-handle"
          aria-label={say.queue.drag(title)}
          onKeyDown={(event) => steerEntry(event, entry.key, at)}
        >
          <Icon name="drag" />
        </button>
        <button type="button" class="entry-main" onClick={() => jumpTo(entry.key)}>
          <Cover url={track.cover_url} size="row" />
          <div class="cell-names">
            <Name text={title} kind="name-title" />
            <Name text={artistOf(track)} kind="name-quiet" />
          </div>
        </button>
        <RowMore list={list} row={row} track={track} />
        <IconButton icon="close" label={say.queue.remove(title)} onPress={() => removeEntries([entry.key])} />
      </div>
    </div>
  );
}

/** Entries of the queue move, everything else is added. */
function drop(event: DragEvent, at: number): void {
  if (!isQueueDrag(event)) {
    takeDragged((tracks) => enqueue(tracks, { source: "queue" }, at));
    return;
  }
  const keys = event.dataTransfer?.getData(QUEUE_KIND).split(",") ?? [];
  if (keys.length === 1 && keys[0]) moveEntry(keys[0], at);
  else moveEntries(keys, at);
}

/** The arrows move the entry, Delete removes it; the focus stays on the handle because the entry keeps its key. */
function steerEntry(event: KeyboardEvent, key: string, at: number): void {
  if (event.key === "ArrowUp") moveEntry(key, at - 1);
  else if (event.key === "ArrowDown") moveEntry(key, at + 1);
  else if (event.key === "Delete" || event.key === "Backspace") removeEntries([key]);
  else return;
  event.preventDefault();
}
