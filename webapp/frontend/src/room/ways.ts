/** The way through the room by keys: on to neighbours that were not visited, and back as the browser goes back. */
import { choose, node } from "./state";

const visited = new Set<string>();

/** Go to the nearest neighbour one has not been at; when all were, to the nearest. */
export function goToNextNeighbour(): void {
  const now = node.peek();
  if (!now) return;
  visited.add(now.track.track_id);
  const next = now.neighbours.find(({ track }) => !visited.has(track.track_id)) ?? now.neighbours[0];
  if (next) choose(next.track.track_id);
}
