/** Multi-selection in a list that is too long to hold: row numbers only. */

export interface Selection {
  readonly rows: ReadonlySet<number>;
  /** Where a shift-selection begins. */
  readonly anchor: number;
  /** The row the keyboard stands on; -1 before the first key. */
  readonly active: number;
}

export const NO_SELECTION: Selection = { rows: new Set(), anchor: -1, active: -1 };
export const SELECTION_LIMIT = 500;

export function only(row: number): Selection {
  return { rows: new Set([row]), anchor: row, active: row };
}

export function toggled(selection: Selection, row: number): Selection {
  const rows = new Set(selection.rows);
  if (!rows.delete(row)) rows.add(row);
  return { rows, anchor: row, active: row };
}

export function extended(selection: Selection, row: number): Selection {
  const anchor = selection.anchor < 0 ? row : selection.anchor;
  const from = Math.max(Math.min(anchor, row), row - SELECTION_LIMIT + 1);
  const to = Math.min(Math.max(anchor, row), from + SELECTION_LIMIT - 1);
  const rows = new Set(Array.from({ length: to - from + 1 }, (_, at) => from + at));
  return { rows, anchor, active: row };
}

/** The keyboard moves; with shift the selection follows. */
export function moved(selection: Selection, by: number, count: number, isExtending: boolean): Selection {
  if (count === 0) return NO_SELECTION;
  const row = Math.min(Math.max(selection.active + by, 0), count - 1);
  return isExtending ? extended(selection, row) : only(row);
}

export function all(count: number): Selection {
  const rows = new Set(Array.from({ length: Math.min(count, SELECTION_LIMIT) }, (_, row) => row));
  return count === 0 ? NO_SELECTION : { rows, anchor: 0, active: 0 };
}

/** The selection of the same things after their rows have changed; what is gone is no longer selected. */
export function remapped(selection: Selection, before: readonly string[], after: readonly string[]): Selection {
  const places = new Map(after.map((key, row) => [key, row]));
  const placeOf = (row: number): number => places.get(before[row] ?? "") ?? -1;
  const rows = new Set([...selection.rows].map(placeOf).filter((row) => row >= 0));
  const last = after.length - 1;
  const active = selection.active < 0 ? -1 : placeOf(selection.active);
  return {
    rows,
    anchor: placeOf(selection.anchor),
    active: active >= 0 || selection.active < 0 ? active : Math.min(selection.active, last),
  };
}
