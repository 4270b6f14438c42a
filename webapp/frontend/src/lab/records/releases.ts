/** An artist's year: webapp/lab/answers/releases.py. */

export interface ReleasesAnswer {
  readonly artist: string;
  readonly year: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
  readonly chance_any: number;
  readonly actual: number | null;
  readonly history: readonly { readonly year: number; readonly n_releases: number }[];
  readonly baseline: { readonly last_year: number; readonly mean: number };
  readonly in_words: string;
  readonly release_is: string;
  readonly data_up_to_year: number;
  readonly model: string;
  readonly model_version: string;
}

export interface KnownArtists {
  readonly artists: readonly {
    readonly artist: string;
    readonly first_year: number;
    readonly last_year: number;
    readonly n_releases: number;
  }[];
  readonly total: number;
  readonly first_year: number;
  readonly last_year: number;
}
