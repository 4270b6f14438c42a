/** What holds tracks: albums, artists, genres, parts of the library, playlists. Their tracks are asked for when wanted. */
import { ApiProblem, getJson } from "../../api/client";
import type { AlbumDetail, ArtistDetail, Page, Track } from "../../api/records";
import type { PlaylistDetail, SmartDetail } from "../../api/schema";
import { say } from "../../messages";
import { menuSays } from "../../messages/menus";
import { QUEUE_LIMIT } from "../../rules/playing/queue";
import { notify } from "../notices";
import { partOf, toAlbum, toArtist, toGenre, toPart, toPlaylist, toSmart } from "../paths";

export type CollectionKind = "album" | "artist" | "genre" | "part" | "playlist" | "smart" | "several";

export interface Collection {
  readonly kind: CollectionKind;
  /** Of a part: its kind and key, as in `decade:1990`. */
  readonly id: string;
  readonly name: string;
  /** Of several that are chosen together. */
  readonly items?: readonly Collection[];
}

interface Found {
  /** At least as many as a queue holds, if there are. */
  readonly tracks: readonly Track[];
  readonly total: number;
}

interface Kind {
  /** Where the plays came from, as in the activity event. */
  readonly source: string;
  readonly href: (id: string) => string;
  readonly tracks: (id: string) => Promise<Found>;
}

const encoded = encodeURIComponent;

const KINDS: Readonly<Record<Exclude<CollectionKind, "several">, Kind>> = {
  album: {
    source: "album",
    href: toAlbum,
    tracks: async (id) => whole((await getJson<AlbumDetail>(`/api/v1/albums/${encoded(id)}`)).tracks),
  },
  artist: {
    source: "artist",
    href: toArtist,
    tracks: async (id) => whole((await getJson<ArtistDetail>(`/api/v1/artists/${encoded(id)}`)).tracks),
  },
  genre: { source: "library", href: toGenre, tracks: (id) => listed(`/api/v1/tracks?genre=${encoded(id)}`) },
  part: {
    source: "library",
    href: hrefOfPart,
    tracks: (id) => listed(`/api/v1/tracks?part=${encoded(id)}&sort=album`),
  },
  playlist: {
    source: "playlist",
    href: toPlaylist,
    tracks: async (id) =>
      whole(
        (await getJson<PlaylistDetail>(`/api/v1/playlists/${encoded(id)}`)).entries.flatMap(({ track }) => track ?? []),
      ),
  },
  smart: {
    source: "playlist",
    href: toSmart,
    tracks: async (id) => whole((await getJson<SmartDetail>(`/api/v1/smart-playlists/${encoded(id)}`)).made.items),
  },
};

export const sourceOf = ({ kind }: Collection): string => (kind === "several" ? "library" : KINDS[kind].source);
/** Its page; several have none. */
export const hrefOf = ({ kind, id }: Collection): string | null => (kind === "several" ? null : KINDS[kind].href(id));

async function tracksOf({ kind, id, items = [] }: Collection): Promise<Found> {
  if (kind !== "several") return KINDS[kind].tracks(id);
  const each = await Promise.all(items.map(tracksOf));
  return { tracks: each.flatMap(({ tracks }) => tracks), total: each.reduce((sum, { total }) => sum + total, 0) };
}

/** Do something with the tracks, as many as a queue holds; what cannot be had is told. */
export async function withTracks(of: Collection, act: (tracks: readonly Track[]) => void): Promise<void> {
  let found: Found;
  try {
    found = await tracksOf(of);
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    notify(problem.isOffline ? say.states.offline : problem.message || say.states.problem, "problem");
    return;
  }
  if (found.tracks.length > 0) act(found.tracks.slice(0, QUEUE_LIMIT));
  else notify(menuSays.empty(of.name));
  if (found.total > QUEUE_LIMIT) notify(menuSays.onlyFirst(QUEUE_LIMIT, found.total));
}

const whole = (tracks: readonly Track[]): Found => ({ tracks, total: tracks.length });

async function listed(address: string): Promise<Found> {
  const { items, total } = await getJson<Page<Track>>(`${address}&limit=${QUEUE_LIMIT}`);
  return { tracks: items, total };
}

function hrefOfPart(id: string): string {
  return toPart(...partOf(id));
}
