/** Tracks by id for the queue and the slate, which know only ids. */
import { signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { Page, Track } from "../api/records";

const AT_ONCE = 100;

export const known = signal<ReadonlyMap<string, Track>>(new Map());

export function remember(tracks: readonly Track[]): void {
  if (tracks.every((track) => known.peek().has(track.track_id))) return;
  known.value = new Map([...known.peek(), ...tracks.map((track) => [track.track_id, track] as const)]);
}

/** Ask for the tracks among `ids` that are not known yet; ids the catalogue lost stay unknown. */
export async function resolveTracks(ids: readonly string[]): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !known.peek().has(id));
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    const part = missing.slice(at, at + AT_ONCE).map(encodeURIComponent);
    const page = await getJson<Page<Track>>(`/api/v1/tracks?ids=${part.join(",")}&limit=${AT_ONCE}`);
    remember(page.items);
  }
}
