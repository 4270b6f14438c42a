/** The addresses of the views. */

export const toTrack = (id: string): string => `/track/${encodeURIComponent(id)}`;
export const toAlbum = (id: string): string => `/album/${encodeURIComponent(id)}`;
export const toArtist = (id: string): string => `/artist/${encodeURIComponent(id)}`;
export const toGenre = (name: string): string => `/genre/${encodeURIComponent(name)}`;
export const toLab = (page: string): string => (page === "predict" ? "/predict" : page ? `/lab/${page}` : "/lab");
export const toLibrary = (part: string): string => `/library/${part}`;
export const toPlaylist = (id: string): string => `/playlist/${encodeURIComponent(id)}`;
export const toPlaylists = (query = ""): string => `/playlists${query}`;
export const toSmart = (id: string): string => `/smart/${encodeURIComponent(id)}`;
export const toMake = (page: string): string => (page ? `/make/${page}` : "/make");
export const toMood = (mood: string): string => `/library/tracks?mood=${mood.toLowerCase()}`;
/** How good the picks are. */
export const toQuality = "/quality";
export const toSearch = (words: string): string => (words ? `/search?q=${encodeURIComponent(words)}` : "/search");
/** The room of songs; with a track, where one stands before it. */
export const toRoom = (trackId = ""): string => (trackId ? `/room?at=${encodeURIComponent(trackId)}` : "/room");
export const toPart = (kind: string, key: string): string => `/part/${encodeURIComponent(`${kind}:${key}`)}`;

/** The kind and key of a part's id; a key may hold colons. */
export function partOf(id: string): readonly [kind: string, key: string] {
  const at = id.indexOf(":");
  return at < 0 ? [id, ""] : [id.slice(0, at), id.slice(at + 1)];
}
