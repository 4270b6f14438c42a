/** My streams: webapp/lab/answers/streams.py. */

export interface Match {
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
  readonly where: string;
  readonly how: string;
  readonly closeness: number;
}

export interface StreamsAnswer {
  readonly match: Match;
  readonly choices: readonly Match[];
  readonly heard: boolean;
  readonly expected_plays: number;
  readonly low: number;
  readonly high: number;
  readonly level?: number;
  readonly window_days: number;
  readonly chance_any: number;
  readonly in_words: string;
  readonly baseline: { readonly model: string; readonly expected_plays: number };
  readonly features: readonly {
    readonly name: string;
    readonly value: number | string | null;
    readonly unit: string;
  }[];
  readonly model: string;
  readonly model_version: string;
}

export interface TopSong {
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
  readonly expected_plays: number;
  readonly low: number;
  readonly high: number;
  readonly plays_last_30_days: number;
}

export interface StreamsFacts {
  readonly n_plays: number;
  readonly n_songs: number;
  readonly first_play: string | null;
  readonly last_play: string | null;
  readonly window_days?: number;
  readonly coverage_heard?: number;
  readonly coverage_unheard?: number | null;
  readonly top?: readonly TopSong[];
  readonly model_version: string;
}
