/** The entries of a playlist: chosen, moved by drag or by keys, removed, and tracks dropped in between. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Track } from "../api/records";
import type { EntryAnswer, PlaylistDetail } from "../api/schema";
import { dropPlace, endDrag, takeDragged } from "../components/tracks/drag_tracks";
import { useRows } from "../components/tracks/use_rows";
import { say as words } from "../messages";
import { page as say } from "../messages/playlists";
import { movedBy, type Operation, placeAt, stayingAfter } from "../rules/playlists";
import { notifyUndoable } from "../state/notices";
import type { MenuEntry } from "../state/panels";
import { playFrom } from "../state/player/playback";
import { ENTRY, EntryRow, SOURCE } from "./entry_row";

/** Rows that are drawn at first, and with each look at the end. */
const STEP = 200;

interface Props {
  readonly playlist: PlaylistDetail;
  readonly onDo: (operations: readonly Operation[]) => void;
  /** After an entry; null for the end. */
  readonly onAdd: (tracks: readonly Track[], after: string | null) => void;
}

export function EntryList({ playlist, onDo, onAdd }: Props) {
  const { entries, may_edit: mayEdit } = playlist;
  const [count, setCount] = useState(STEP);
  const [spoken, setSpoken] = useState("");
  const keys = entries.map((entry) => entry.entry_id);
  const idsOf = (rows: readonly number[]) => rows.flatMap((row) => keys[row] ?? []);
  const move = (entry: EntryAnswer, row: number) => {
    const to = Math.min(Math.max(row, 0), entries.length - 1);
    if (entries[to] === entry) return;
    onDo([{ kind: "move", entry_ids: [entry.entry_id], after: placeAt(entries, to, entry.entry_id) }]);
    setSpoken(say.moved(entry.title, to + 1, entries.length));
  };
  const moveRows = (rows: readonly number[], by: 1 | -1) => {
    const after = movedBy(entries, rows, by);
    if (after !== null) onDo([{ kind: "move", entry_ids: idsOf(rows), after }]);
  };
  const remove = (rows: readonly number[]) => {
    const ids = idsOf(rows);
    onDo([{ kind: "remove", entry_ids: ids }]);
    const title = entries[rows[0] ?? -1]?.title ?? "";
    const what = ids.length > 1 ? say.removedMany(ids.length) : say.removed(title);
    notifyUndoable(what, () => onDo([{ kind: "put_back", entry_ids: ids }]));
  };
  const drop = (event: DragEvent, after: string | null) => {
    const ids = event.dataTransfer?.getData(ENTRY).split(",") ?? [];
    const own = ids.filter((id) => keys.includes(id));
    if (own.length === 0) return takeDragged((tracks) => onAdd(tracks, after));
    endDrag();
    const behind = stayingAfter(entries, own, after);
    if (own.length > 1 || after !== own[0]) onDo([{ kind: "move", entry_ids: own, after: behind }]);
  };
  const play = (row: number) => {
    const tracks = entries.flatMap((entry) => entry.track ?? []);
    const first = entries.slice(0, row).filter((entry) => entry.track).length;
    if (first < tracks.length) playFrom(tracks, first, { source: SOURCE });
  };
  const rowEntries = (rows: readonly number[]): readonly MenuEntry[] => [
    ["up", say.moveUp, () => moveRows(rows, -1)],
    ["down", say.moveDown, () => moveRows(rows, 1)],
    ["clear", say.removeHere, () => remove(rows)],
  ];
  const list = useRows({
    source: SOURCE,
    count: entries.length,
    keys,
    trackAt: (row) => entries[row]?.track ?? undefined,
    onPlay: (row, chosen) => (chosen.length > 1 ? playFrom(chosen, 0, { source: SOURCE }) : play(row)),
    ...(mayEdit && {
      onRemove: remove,
      onMove: moveRows,
      onDrag: (event, rows) => event.dataTransfer?.setData(ENTRY, idsOf(rows).join(",")),
      entriesOf: (rows) => ({ rows: rowEntries(rows) }),
    }),
  });
  const { active } = list.selection;
  useEffect(() => {
    if (active >= count) setCount(active + STEP);
    else if (list.activeId) document.getElementById(list.activeId)?.scrollIntoView({ block: "nearest" });
  }, [active, count, list.activeId]);
  return (
    <section
      aria-label={say.entries}
      class="playlist-entries"
      {...(mayEdit && dropPlace((tracks) => onAdd(tracks, null)))}
    >
      {entries.length > 0 && (
        <div
          class="playlist-rows"
          role="grid"
          tabIndex={0}
          aria-label={say.entries}
          aria-multiselectable="true"
          aria-activedescendant={list.activeId}
          {...list.listProps}
        >
          {entries.slice(0, count).map((entry, row) => (
            <EntryRow
              key={entry.entry_id}
              entry={entry}
              row={row}
              list={list}
              mayEdit={mayEdit}
              before={entries[row - 1]?.entry_id}
              onPlay={() => play(row)}
              onMove={(to) => move(entry, to)}
              onRemove={() => remove([row])}
              onDrop={drop}
              last={entries.length - 1}
            />
          ))}
        </div>
      )}
      {count < entries.length && <More onSeen={() => setCount((before) => before + STEP)} />}
      {list.nChosen > 1 && <p class="selected-count">{words.library.selected(list.nChosen)}</p>}
      <p class="only-heard" role="status">
        {spoken}
      </p>
    </section>
  );
}

/** Comes into sight at the end of what is drawn; a button for those who do not scroll. */
function More({ onSeen }: { onSeen: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!button.current) return;
    const watcher = new IntersectionObserver(([seen]) => seen?.isIntersecting && onSeen(), { rootMargin: "600px" });
    watcher.observe(button.current);
    return () => watcher.disconnect();
  });
  return (
    <button type="button" class="button" ref={button} onClick={onSeen}>
      {say.more}
    </button>
  );
}
