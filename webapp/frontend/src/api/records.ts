/** The records of the HTTP API and the live socket, as docs/api.md declares them. */

export type Playable = "direct" | "transcode" | "no";

export interface Sound {
  readonly duration_s: number;
  readonly loudness_lufs: number;
  readonly tempo_bpm: number;
  readonly key: number;
  readonly mode: "major" | "minor";
}

export interface Track {
  readonly track_id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly album_id: string | null;
  readonly artist_id: string | null;
  readonly genres: readonly string[];
  readonly track_number: number | null;
  readonly duration_s: number | null;
  readonly playable: Playable;
  readonly audio_url: string;
  readonly cover_url: string;
}

export interface TrackDetail extends Track {
  readonly album_artist?: string;
  readonly disc_number?: number | null;
  readonly released_on?: string | null;
  readonly licence?: string;
  readonly sound?: Sound | null;
  readonly tags?: Readonly<Record<string, string>>;
  readonly added_at?: string | null;
  readonly moods?: readonly MoodShare[] | null;
}

export type MoodName = "Happy" | "Sad" | "Energetic" | "Calm";

export interface MoodShare {
  readonly mood: MoodName;
  readonly probability: number;
}

export interface LibraryMoods {
  readonly moods: readonly { readonly mood: MoodName; readonly n_tracks: number }[];
  readonly model_version: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
  readonly total: number;
}

export interface Artist {
  readonly artist_id: string;
  readonly name: string;
  readonly n_tracks: number;
  readonly n_albums: number;
  readonly cover_url: string;
}

export interface ArtistDetail extends Artist {
  readonly albums: readonly Album[];
  readonly tracks: readonly Track[];
}

export interface Album {
  readonly album_id: string;
  readonly title: string;
  readonly artist: string;
  readonly artist_id: string | null;
  readonly year: number | null;
  readonly n_tracks: number;
  readonly duration_s: number | null;
  readonly cover_url: string;
}

export interface AlbumDetail extends Album {
  readonly tracks: readonly Track[];
}

export interface Genre {
  readonly name: string;
  readonly n_tracks: number;
}

export interface Share {
  readonly name: string;
  readonly share: number;
}

export interface Alike {
  readonly track: Track;
  readonly closeness: number;
  readonly why: readonly Share[];
  readonly facts: string;
}

export interface AlikeAnswer {
  readonly items: readonly Alike[];
  readonly model_version: string;
  readonly sound?: Sound;
}

export interface SearchAnswer {
  readonly tracks: readonly Track[];
  readonly artists: readonly Artist[];
  readonly albums: readonly Album[];
  readonly took_ms: number;
}

export interface Pick {
  readonly track_id: string;
  readonly score: number;
  readonly source: string;
  readonly reason: string;
  readonly contributions?: Readonly<Record<string, number>>;
}

export interface Slate {
  readonly slate_id: string;
  readonly picks: readonly Pick[];
  readonly model_version: string;
  readonly made_at: string;
  readonly caused_by?: string;
  readonly because?: string;
  readonly message?: string;
}

export type EventKind =
  | "shown"
  | "started"
  | "progressed"
  | "finished"
  | "skipped"
  | "liked"
  | "disliked"
  | "unliked"
  | "queued"
  | "searched";

/** One thing the listener did; the server adds who it was. */
export interface ActivityEvent {
  readonly event_id: string;
  readonly kind: EventKind;
  readonly occurred_at: string;
  readonly session_id: string;
  readonly track_id?: string;
  readonly position_s?: number;
  readonly duration_s?: number;
  readonly slate_id?: string;
  readonly source?: string;
}

export interface Acknowledgement {
  readonly accepted: readonly string[];
  readonly rejected: readonly { readonly event_id: string; readonly reason: string }[];
}
