/** Adding tracks to a playlist, a request's worth at a time; what is there already is asked about once. */
import { postJson } from "../api/client";
import type { Track } from "../api/records";
import type { EditAnswer, PlaylistDetail } from "../api/schema";
import { newEntryId } from "../rules/playlists";
import { addressOf } from "./open_playlist";

/** Fits the server's limit for a body. */
const AT_ONCE = 400;

export type Choice = "add" | "skip";

export interface Added {
  readonly n: number;
  readonly playlist: PlaylistDetail | null;
  readonly undo: () => Promise<unknown>;
}

/** `ask` is told how many are there already; answering null adds no more. */
export async function addTracks(
  playlistId: string,
  tracks: readonly Pick<Track, "track_id">[],
  ask: (n_twice: number) => Promise<Choice | null>,
  after: string | null = null,
): Promise<Added> {
  const address = `${addressOf(playlistId)}/operations`;
  const ids: string[] = [];
  let choice: Choice | undefined;
  let place = after;
  let playlist: PlaylistDetail | null = null;
  for (let at = 0; at < tracks.length; at += AT_ONCE) {
    const entries = tracks.slice(at, at + AT_ONCE).map(({ track_id }) => ({ entry_id: newEntryId(), track_id }));
    const body = { operations: [{ kind: "add", entries, after: place }] };
    let answer = await postJson<EditAnswer>(address, { ...body, duplicates: choice ?? "ask" });
    if (answer.duplicates.length > 0 && choice === undefined) {
      choice = (await ask(answer.duplicates.length)) ?? undefined;
      if (choice === undefined) break;
      answer = await postJson<EditAnswer>(address, { ...body, duplicates: choice });
    }
    playlist = answer.playlist;
    const there = new Set(answer.playlist.entries.map((entry) => entry.entry_id));
    const added = entries.filter((entry) => there.has(entry.entry_id)).map((entry) => entry.entry_id);
    ids.push(...added);
    if (place !== null) place = added.at(-1) ?? place;
  }
  return { n: ids.length, playlist, undo: () => takeOut(address, ids) };
}

async function takeOut(address: string, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await postJson(address, { operations: [{ kind: "remove", entry_ids: ids.slice(at, at + AT_ONCE) }] });
  }
}
