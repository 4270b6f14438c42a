/** Tracks as a list: select with mouse, shift and keyboard, play, menu, drag. Long lists are virtual, short ones are not. */

import type { ComponentChildren } from "preact";
import { useCallback, useRef, useState } from "preact/hooks";
import type { Track } from "../api/records";
import { say } from "../messages";
import { extended, moved, NO_SELECTION, only, type Selection, toggled } from "../rules/selection";
import { menu } from "../state/panels";
import { endDrag, startDrag } from "./drag_tracks";
import { type RowActions, TrackRow } from "./track_row";
import { VirtualRows } from "./virtual_rows";

export const ROW_PX = 44;
const PAGE_ROWS = 12;

interface Props {
  readonly label: string;
  readonly source: string;
  readonly count: number;
  readonly at: (row: number) => Track | undefined;
  readonly onPlay: (row: number, tracks: readonly Track[]) => void;
  /** Given for long lists: the grid scrolls by itself and says what is in sight. */
  readonly onLook?: (from: number, to: number) => void;
  readonly head?: ComponentChildren;
  readonly numberOf?: (row: number, track: Track | undefined) => number;
}

export function TrackGrid({ label, source, count, at, onPlay, onLook, head, numberOf }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [selection, setSelection] = useState<Selection>(NO_SELECTION);
  const tracksOf = (rows: ReadonlySet<number>) => [...rows].sort((a, b) => a - b).flatMap((row) => at(row) ?? []);
  const chosenFor = (row: number) => (selection.rows.has(row) ? tracksOf(selection.rows) : tracksOf(new Set([row])));
  const play = (row: number) => onPlay(row, selection.rows.size > 1 && selection.rows.has(row) ? chosenFor(row) : []);
  const openMenu = (row: number, x: number, y: number) => {
    if (!selection.rows.has(row)) setSelection(only(row));
    menu.value = { tracks: chosenFor(row), source, x, y, opener: grid.current };
  };
  const actions: RowActions = {
    onPlay: play,
    onSelect: (row, event) => {
      if (event.target instanceof Element && event.target.closest("a, button")) return;
      if (event.shiftKey) setSelection(extended(selection, row));
      else if (event.ctrlKey || event.metaKey) setSelection(toggled(selection, row));
      else setSelection(only(row));
      grid.current?.focus({ preventScroll: true });
    },
    onMenu: (row, event) => {
      event.preventDefault();
      openMenu(row, event.clientX, event.clientY);
    },
    onDrag: (row, event) => startDrag(event, chosenFor(row)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== grid.current) return;
    const active = Math.max(0, selection.active);
    const by = STEPS[event.key];
    if (by !== undefined) setSelection(moved(selection, by, count, event.shiftKey));
    else if (event.key === "Home") setSelection(event.shiftKey ? extended(selection, 0) : only(0));
    else if (event.key === "End") setSelection(event.shiftKey ? extended(selection, count - 1) : only(count - 1));
    else if (event.key === "Enter" && selection.active >= 0) play(active);
    else if (event.key === " " && event.ctrlKey) setSelection(toggled(selection, active));
    else if (event.key === "Escape" && selection.rows.size > 0) setSelection(NO_SELECTION);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      const box = document.getElementById(`${label}-${active}`)?.getBoundingClientRect();
      openMenu(active, (box?.left ?? 0) + 56, box?.bottom ?? 0);
    } else return;
    event.preventDefault();
  };
  const renderRow = (row: number) => {
    const track = at(row);
    return (
      <TrackRow
        key={row}
        row={row}
        track={track}
        source={source}
        number={numberOf?.(row, track) ?? row + 1}
        idPrefix={label}
        isSelected={selection.rows.has(row)}
        isActive={selection.active === row}
        actions={actions}
      />
    );
  };
  const look = useCallback((from: number, to: number) => onLook?.(from, to), [onLook]);
  const rows = Array.from({ length: onLook ? 0 : count }, (_, row) => row);
  return (
    <div
      class={onLook ? "grid grid-long" : "grid"}
      role="grid"
      ref={grid}
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-multiselectable="true"
      aria-activedescendant={selection.active >= 0 ? `${label}-${selection.active}` : undefined}
      onKeyDown={onKeyDown}
      onDragEnd={endDrag}
    >
      {head}
      {onLook ? (
        <VirtualRows count={count} rowHeight_px={ROW_PX} kind="rows" onLook={look} followed={selection.active}>
          {renderRow}
        </VirtualRows>
      ) : (
        <div class="rows" role="rowgroup">
          {rows.map(renderRow)}
        </div>
      )}
      {selection.rows.size > 1 && <p class="selected-count">{say.library.selected(selection.rows.size)}</p>}
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
};
