/** Open the track that stands in a row. */
import { openRows } from "./map/store";
import { choose } from "./state";

/** `stay` does not fly there. */
export async function chooseRow(row: number, how: { readonly stay?: boolean } = {}): Promise<void> {
  const track = await openRows.peek()?.trackOf(row);
  if (track) choose(track.track_id, how);
}
