/** Songs of the lab that are in the library, played and queued by the player's own rules. */
import type { Track } from "../../api/records";
import { charts } from "../../messages/lab/charts";
import { known, resolveTracks } from "../../state/library/known_tracks";
import { notify } from "../../state/notices";
import { enqueue, playNow } from "../../state/player/playback";

const FROM = { source: "lab" };

async function tracksOf(ids: readonly string[]): Promise<Track[]> {
  await resolveTracks(ids);
  return ids.flatMap((id) => known.peek().get(id) ?? []);
}

export async function playById(id: string): Promise<void> {
  try {
    playNow(await tracksOf([id]), FROM);
  } catch {
    notify(charts.queueFailed, "problem");
  }
}

export async function queueByIds(ids: readonly string[]): Promise<void> {
  try {
    enqueue(await tracksOf(ids), FROM, "end");
  } catch {
    notify(charts.queueFailed, "problem");
  }
}
