/** A made-up forecast. */
import type { Forecast, ForecastItem } from "../records";

const SONGS: readonly (readonly [title: string, artist: string, now: number | null, chance: number])[] = [
  ["Paper Lanterns", "The Tidewater Band", 2, 0.97],
  ["Harbour Lights", "Mina Calloway", 1, 0.96],
  ["Slow Motorway", "Night Ferry", 6, 0.88],
  ["Seven Sundays", "Ode to Oslo", 3, 0.84],
  ["Glasshouse", "Mina Calloway", null, 0.61],
];

const item = ([title, artist, now, chance]: (typeof SONGS)[number], at: number): ForecastItem => ({
  position: at + 1,
  title,
  artist,
  track_id: null,
  score: 900 - 120 * at,
  low: 700 - 100 * at,
  high: 1150 - 130 * at,
  chance,
  rank_now: now,
  move: now === null ? null : now - at - 1,
  is_new: now === null,
  history: [5, 4, 4, 3, 2].map((rank, week) => ({
    week: `2025-W${47 + week}`,
    score: null,
    rank: now === null ? null : Math.max(1, rank + at - 1),
  })),
});

export const SAMPLE_FORECAST: Forecast = {
  chart: "sample",
  week: "2026-W02",
  data_up_to: "2026-W01",
  asked: "best",
  model_type: "boosting",
  fell_back: "",
  model_version: "sample",
  verdict: "",
  backtest: null,
  items: SONGS.map(item),
  message: "",
};
