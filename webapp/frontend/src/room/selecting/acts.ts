/** What can be done with all that is selected. */
import type { Track } from "../../api/records";
import { selectingSays } from "../../messages/room/selecting";
import { notify } from "../../state/notices";
import { picker } from "../../state/panels";
import { enqueue, playInstead } from "../../state/player/playback";
import { likeAll } from "../../state/stream/taste";
import { openRows } from "../map/store";
import { selectedRows } from "./selected";

const FROM = { source: "room" };

export const playSelected = (): Promise<void> => withTracks((tracks) => playInstead(tracks, FROM));
export const queueSelected = (): Promise<void> => withTracks((tracks) => enqueue(tracks, FROM, "end"));
export const likeSelected = (): Promise<void> => withTracks((tracks) => likeAll(tracks, FROM));
export const keepSelected = (): Promise<void> =>
  withTracks((tracks) => {
    picker.value = { tracks };
  });

/** Part of what was chosen would pass for all of it: nothing is done then. */
async function withTracks(act: (tracks: readonly Track[]) => void): Promise<void> {
  const tracks = await openRows.peek()?.tracksOf([...selectedRows.peek()]);
  if (tracks) act(tracks);
  else notify(selectingSays.unreachable, "problem");
}
