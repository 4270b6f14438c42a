/** The queue as this browser keeps it over a reload: with its tracks, so that it is on show before the server answers. */
import type { Track } from "../../api/records";
import type { PlayLog } from "../../rules/playing/play_log";
import { EMPTY_QUEUE, type Queue } from "../../rules/playing/queue";
import { known } from "../library/known_tracks";
import { save, saved } from "../saved";
import { exactPosition_s } from "./deck";
import { queue } from "./queue";

interface Kept {
  readonly queue: Queue;
  readonly tracks: readonly Track[];
  readonly position_s: number;
  readonly log: PlayLog | null;
}

export const keptQueue = (): Kept => saved<Kept>("queue", { queue: EMPTY_QUEUE, tracks: [], position_s: 0, log: null });

export function keepQueue(log: PlayLog | null): void {
  const tracks = queue.peek().entries.flatMap((entry) => known.peek().get(entry.trackId) ?? []);
  save("queue", { queue: queue.peek(), tracks, position_s: exactPosition_s(), log } satisfies Kept);
}
