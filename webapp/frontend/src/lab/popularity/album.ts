/** The songs to compare: tracks of the library stand in the address, uploaded sounds only in this tab. */
import { computed, signal } from "@preact/signals";
import { ApiProblem, getJson, upload } from "../../api/client";
import type { AlbumDetail, Track } from "../../api/records";
import { titleOf } from "../../components/tracks/names";
import { single } from "../../messages/lab/song";
import { known, remember, resolveTracks } from "../../state/library/known_tracks";
import { notify } from "../../state/notices";
import { goQuery, place } from "../../state/router";
import type { Features, HeardFeature, SongAsked, SoundFeatures } from "../records";

export const MAX_SONGS = 40;

export interface Uploaded {
  readonly key: string;
  readonly name: string;
  readonly heard: readonly HeardFeature[];
}

export const uploads = signal<readonly Uploaded[]>([]);
/** Names of the files on their way. */
export const sending = signal<readonly string[]>([]);

export const idsInAddress = (): readonly string[] =>
  (place.value.query.get("tracks") ?? "").split(",").filter(Boolean).slice(0, MAX_SONGS);

/** What is asked; null until the titles are known. */
export const songsAsked = computed<readonly SongAsked[] | null>(() => {
  if (place.value.path !== "/lab/single") return null;
  const ids = idsInAddress();
  const found = ids.flatMap((id) => known.value.get(id) ?? []);
  const tracks = found.map((track) => ({
    name: titleOf(track).slice(0, 200),
    track_id: track.track_id,
    features: null,
  }));
  const files = uploads.value.map(({ name, heard }) => ({ name, track_id: null, features: featuresOf(heard) }));
  return [...tracks, ...files].slice(0, MAX_SONGS);
});

const featuresOf = (heard: readonly HeardFeature[]): Features =>
  Object.fromEntries(heard.map((each) => [each.name, each.value]));

export async function nameThem(ids: readonly string[]): Promise<void> {
  try {
    await resolveTracks(ids);
  } catch {
    notify(single.notFetched, "problem");
  }
}

export function addTracks(tracks: readonly Track[]): void {
  remember(tracks);
  const ids = [...new Set([...idsInAddress(), ...tracks.map((track) => track.track_id)])];
  const room = MAX_SONGS - uploads.peek().length;
  if (ids.length > room) notify(single.full(MAX_SONGS));
  putIds(ids.slice(0, room));
}

export async function addAlbum(id: string): Promise<void> {
  try {
    addTracks((await getJson<AlbumDetail>(`/api/v1/albums/${encodeURIComponent(id)}`)).tracks);
  } catch (problem) {
    notify(problem instanceof ApiProblem && problem.detail ? problem.detail : single.notFetched, "problem");
  }
}

export const removeTrack = (id: string): void => putIds(idsInAddress().filter((each) => each !== id));

export function removeUpload(key: string): void {
  uploads.value = uploads.peek().filter((each) => each.key !== key);
}

export function clearSongs(): void {
  uploads.value = [];
  putIds([]);
}

function putIds(ids: readonly string[]): void {
  goQuery({ tracks: ids.length > 0 ? ids.join(",") : null });
}

/** One file after another: the server listens to few at a time. */
export async function addFiles(files: readonly File[]): Promise<void> {
  sending.value = [...sending.peek(), ...files.map((file) => file.name)];
  for (const file of files) {
    try {
      const text = await upload("/api/v1/lab/popularity/sounds", file, () => undefined).done;
      const { name, features } = JSON.parse(text) as SoundFeatures;
      uploads.value = [...uploads.peek(), { key: crypto.randomUUID(), name: name || file.name, heard: features }];
    } catch (problem) {
      const why = problem instanceof ApiProblem && problem.detail ? problem.detail : single.failed;
      notify(single.uploadFailed(file.name, why), "problem");
    }
    sending.value = sending.peek().filter((name) => name !== file.name);
  }
}
