/** Which rows some tracks are in the map that is open. */
import { effect } from "@preact/signals";
import type { RowTracks } from "./map/row_tracks";
import { openRows } from "./map/store";

/**
 * Keep `take` told, by signals that `idsOf` reads: the rows in the order of the ids, null for what is not in the map.
 * A late answer for other ids or another map is dropped, and with another map there are none until it answers. Returns
 * how to stop.
 */
export function followRows(
  idsOf: () => readonly string[],
  take: (rows: readonly (number | null)[], ids: readonly string[]) => void,
): () => void {
  let turn = 0;
  let before: RowTracks | null = null;
  const end = effect(() => {
    const rows = openRows.value;
    const ids = idsOf();
    turn += 1;
    const mine = turn;
    if (rows !== before) take([], []);
    before = rows;
    void rows?.find(ids).then((found) => {
      if (mine === turn) take(found, ids);
    });
  });
  return () => {
    turn += 1;
    end();
  };
}
