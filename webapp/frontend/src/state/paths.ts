/** The addresses of the views. */

export const toTrack = (id: string): string => `/track/${encodeURIComponent(id)}`;
export const toAlbum = (id: string): string => `/album/${encodeURIComponent(id)}`;
export const toArtist = (id: string): string => `/artist/${encodeURIComponent(id)}`;
export const toGenre = (name: string): string => `/genre/${encodeURIComponent(name)}`;
export const toLab = (page: string): string => (page === "predict" ? "/predict" : page ? `/lab/${page}` : "/lab");
export const toLibrary = (part: string): string => `/library/${part}`;
export const toMood = (mood: string): string => `/library/tracks?mood=${mood.toLowerCase()}`;
export const toSearch = (words: string): string => (words ? `/search?q=${encodeURIComponent(words)}` : "/search");
