/** Tracks by id for the queue and the slate, which know only ids. */
import { signal } from "@preact/signals";
import { getJson } from "../../api/client";
import type { Page, Track } from "../../api/records";

const AT_ONCE = 100;

export const known = signal<ReadonlyMap<string, Track>>(new Map());

export function remember(tracks: readonly Track[]): void {
  if (tracks.every((track) => known.peek().has(track.track_id))) return;
  known.value = new Map([...known.peek(), ...tracks.map((track) => [track.track_id, track] as const)]);
}

/** Ask again for those of the tracks that are known; what the catalogue lost stays as it was. */
export async function renewKnown(changed: readonly string[]): Promise<void> {
  const ids = changed.filter((id) => known.peek().has(id));
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const fresh = await tracksOf(ids.slice(at, at + AT_ONCE));
    known.value = new Map([...known.peek(), ...fresh.map((track) => [track.track_id, track] as const)]);
  }
}

/** Ask for the tracks among `ids` that are not known yet; ids the catalogue lost stay unknown. */
export async function resolveTracks(ids: readonly string[]): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !known.peek().has(id));
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    remember(await tracksOf(missing.slice(at, at + AT_ONCE)));
  }
}

async function tracksOf(ids: readonly string[]): Promise<readonly Track[]> {
  const part = ids.map(encodeURIComponent).join(",");
  return (await getJson<Page<Track>>(`/api/v1/tracks?ids=${part}&limit=${AT_ONCE}`)).items;
}
