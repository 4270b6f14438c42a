/** Rows of tracks as every list has them: chosen with mouse, finger, shift and keyboard, with their menu, and draggable. */
import type { TargetedDragEvent, TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Track } from "../../api/records";
import { menuSays } from "../../messages/menus";
import { all, extended, moved, NO_SELECTION, only, remapped, type Selection, toggled } from "../../rules/selection";
import { type MenuEntry, type Menu as MenuState, menu } from "../../state/panels";
import { endDrag, startDrag } from "./drag_tracks";

const PAGE_ROWS = 12;
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
};

interface Options {
  readonly source: string;
  readonly count: number;
  readonly trackAt: (row: number) => Track | undefined;
  readonly onPlay: (row: number, chosen: readonly Track[]) => void;
  /** What tells rows apart in a list that changes under the hand: the selection goes along with them. */
  readonly keys?: readonly string[];
  /** What the rows are in the order of; another order has another selection. */
  readonly order?: string;
  /** Delete takes rows out. */
  readonly onRemove?: (rows: readonly number[]) => void;
  /** Alt and an arrow move rows. */
  readonly onMove?: (rows: readonly number[], by: 1 | -1) => void;
  /** More for the menu of these rows. */
  readonly entriesOf?: (rows: readonly number[]) => Pick<MenuState, "extra" | "rows">;
  /** More that a drag of these rows carries. */
  readonly onDrag?: (event: DragEvent, rows: readonly number[]) => void;
  /** The listener goes up from the first row. */
  readonly onLeaveUp?: () => void;
  /** The element of the list, for whoever needs it too. */
  readonly list?: { current: HTMLElement | null };
}

export function useRows(options: Options) {
  const { source, count, trackAt, keys, order, onPlay } = options;
  const ownList = useRef<HTMLElement>(null);
  const list = options.list ?? ownList;
  const id = useId();
  const [held, setHeld] = useState<{ selection: Selection; keys: readonly string[] }>({
    selection: NO_SELECTION,
    keys: keys ?? [],
  });
  const [isPicking, setPicking] = useState(false);
  const selection = keys ? remapped(held.selection, held.keys, keys) : held.selection;
  const select = (next: Selection) => {
    setHeld({ selection: next, keys: keys ?? [] });
    if (next.rows.size === 0) setPicking(false);
  };
  useEffect(() => {
    if (order !== undefined) setHeld({ selection: NO_SELECTION, keys: keys ?? [] });
  }, [order]);
  const rowsFor = (row: number): readonly number[] =>
    selection.rows.has(row) ? [...selection.rows].sort((a, b) => a - b) : [row];
  const tracksFor = (row: number) => rowsFor(row).flatMap((each) => trackAt(each) ?? []);
  const play = (row: number) => onPlay(row, rowsFor(row).length > 1 ? tracksFor(row) : []);
  const idOf = (row: number) => `${id}-${row}`;

  const pickEntry = (row: number): MenuEntry => {
    const isChosen = selection.rows.has(row);
    return [
      isChosen ? "close" : "check",
      isChosen ? menuSays.unselect : menuSays.select,
      () => {
        setPicking(true);
        select(toggled(selection, row));
      },
    ];
  };
  const menuOf = (row: number): Pick<MenuState, "tracks" | "source" | "extra" | "rows"> => {
    const { extra, rows = [] } = options.entriesOf?.(rowsFor(row)) ?? {};
    return { tracks: tracksFor(row), source, rows: [...rows, pickEntry(row)], ...(extra && { extra }) };
  };
  const openMenu = (row: number, x: number, y: number) => {
    menu.value = { ...menuOf(row), x, y, opener: list.current };
    if (!selection.rows.has(row)) select(only(row));
  };

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (event.target !== list.current) return;
    const active = Math.max(0, selection.active);
    const by = STEPS[event.key];
    const isArrow = event.key === "ArrowUp" || event.key === "ArrowDown";
    if (event.altKey && isArrow && options.onMove) options.onMove(rowsFor(active), event.key === "ArrowUp" ? -1 : 1);
    else if (event.altKey) return;
    else if (event.key === "ArrowUp" && active === 0 && options.onLeaveUp) options.onLeaveUp();
    else if (by !== undefined) select(moved(selection, by, count, event.shiftKey));
    else if (event.key === "Home") select(event.shiftKey ? extended(selection, 0) : only(0));
    else if (event.key === "End") select(event.shiftKey ? extended(selection, count - 1) : only(count - 1));
    else if (event.key === "Enter" && selection.active >= 0) play(active);
    else if (event.key === " " && event.ctrlKey) select(toggled(selection, active));
    else if (event.key === "a" && (event.ctrlKey || event.metaKey)) select(all(count));
    else if (event.key === "Escape" && selection.rows.size > 0) select(NO_SELECTION);
    else if ((event.key === "Delete" || event.key === "Backspace") && options.onRemove && selection.rows.size > 0) {
      options.onRemove(rowsFor(active));
    } else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      const box = document.getElementById(idOf(active))?.getBoundingClientRect();
      openMenu(active, (box?.left ?? 0) + 56, box?.bottom ?? 0);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClickCapture = (row: number, event: TargetedMouseEvent<HTMLElement>) => {
    const isJoining = event.ctrlKey || event.metaKey;
    const target = event.target as Element;
    const isByFinger = isPicking && (event as unknown as PointerEvent).pointerType === "touch";
    if (target.closest("a") || !(event.shiftKey || isJoining || isByFinger)) return;
    if (isByFinger && target.closest(".more")) return;
    event.preventDefault();
    event.stopPropagation();
    select(event.shiftKey ? extended(selection, row) : toggled(selection, row));
    list.current?.focus({ preventScroll: true });
  };
  const onClick = (row: number, event: TargetedMouseEvent<HTMLElement>) => {
    if ((event.target as Element).closest("a, button")) return;
    select(only(row));
    list.current?.focus({ preventScroll: true });
  };

  return {
    selection,
    isSelected: (row: number) => selection.rows.has(row),
    play,
    menuOf,
    openMenu,
    nChosen: selection.rows.size,
    /** Id of the row that the keys stand on. */
    activeId: selection.active >= 0 ? idOf(selection.active) : undefined,
    listProps: {
      ref: list as never,
      onKeyDown,
      onDragEnd: endDrag,
    },
    rowProps: (row: number) => ({
      id: idOf(row),
      tabIndex: -1,
      draggable: true,
      onClickCapture: (event: TargetedMouseEvent<HTMLElement>) => onClickCapture(row, event),
      onClick: (event: TargetedMouseEvent<HTMLElement>) => onClick(row, event),
      onContextMenu: (event: TargetedMouseEvent<HTMLElement>) => {
        event.preventDefault();
        event.stopPropagation();
        openMenu(row, event.clientX, event.clientY);
      },
      onDragStart: (event: TargetedDragEvent<HTMLElement>) => {
        startDrag(event, tracksFor(row));
        options.onDrag?.(event, rowsFor(row));
      },
    }),
  };
}

export type Rows = ReturnType<typeof useRows>;
