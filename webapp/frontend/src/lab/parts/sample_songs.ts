/** Made-up answers about songs: popularity, own plays, an artist's year. */
import type { ComparedSong, Comparison, PopularityAnswer, ReleasesAnswer, StreamsAnswer } from "../records";

const bands = (...shares: readonly number[]) =>
  ["0-24", "25-49", "50-74", "75-100"].map((band, at) => ({ band, probability: shares[at] ?? 0 }));

const song = (name: string, rank: number, expected: number, shares: readonly number[]): ComparedSong => ({
  name,
  track_id: null,
  rank,
  expected,
  low: expected - 18,
  high: expected + 19,
  bands: bands(...shares),
  contributions: [],
  outside: [],
  features: [],
});

export const SAMPLE_COMPARISON: Comparison = {
  items: [
    song("Harbour Lights", 1, 46, [0.18, 0.37, 0.36, 0.09]),
    song("Paper Lanterns", 2, 41, [0.24, 0.41, 0.29, 0.06]),
    song("Slow Motorway", 3, 27, [0.47, 0.39, 0.12, 0.02]),
  ],
  beats: [
    [0.5, 0.58, 0.77],
    [0.42, 0.5, 0.71],
    [0.23, 0.29, 0.5],
  ],
  artist_case: "unknown",
  base: 33,
  notes: [],
  model: "boosting",
  model_version: "sample",
};

export const SAMPLE_POPULARITY: PopularityAnswer = {
  expected: 46,
  low: 28,
  high: 65,
  is_popular: false,
  chance_popular: 0.45,
  threshold: 50,
  bands: bands(0.18, 0.37, 0.36, 0.09),
  artist_case: "unknown",
  artist_popularity: null,
  outside: [],
  contributions: [],
  base: 33,
  mood: {
    moods: [
      { mood: "Calm", probability: 0.58 },
      { mood: "Sad", probability: 0.24 },
      { mood: "Happy", probability: 0.12 },
      { mood: "Energetic", probability: 0.06 },
    ],
    outside: [],
    model: "nearest",
    model_version: "sample",
  },
  model: "boosting",
  model_version: "sample",
  baseline: { model: "mean of the genre", expected: 35, bands: [] },
};

export const SAMPLE_STREAMS: StreamsAnswer = {
  match: {
    title: "Harbour Lights",
    artist: "Mina Calloway",
    track_id: null,
    where: "history",
    how: "exact",
    closeness: 1,
  },
  choices: [],
  heard: true,
  expected_plays: 3.2,
  typical_plays: 3,
  low: 1,
  high: 6,
  level: 0.8,
  window_days: 30,
  chance_any: 0.93,
  in_words: "You will probably play it about 3 times in the next 30 days.",
  from_day: "2026-01-05T00:00:00Z",
  baseline: { model: "as in the last 30 days", expected_plays: 4 },
  features: [],
  model: "boosting",
  model_version: "sample",
};

export const SAMPLE_YEAR: ReleasesAnswer = {
  artist: "Mina Calloway",
  year: 2026,
  expected: 1.4,
  low: 1,
  high: 3,
  level: 0.8,
  chance_any: 0.82,
  actual: null,
  history: [2021, 2022, 2023, 2024, 2025].map((year, at) => ({ year, n_releases: [1, 0, 2, 1, 2][at] ?? 0 })),
  baseline: { last_year: 2, mean: 1.2 },
  in_words: "One or two releases are likely in 2026.",
  release_is: "",
  data_up_to_year: 2025,
  model: "negative binomial",
  model_version: "sample",
};
