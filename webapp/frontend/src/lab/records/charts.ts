/** Next week's chart: webapp/lab/answers/charts.py. */

export interface ChartSummary {
  readonly chart: string;
  readonly weeks: number;
  readonly first_week: string;
  readonly last_week: string;
  readonly n_songs: number;
}

export interface ChartsAnswer {
  readonly charts: readonly ChartSummary[];
}

export interface HistoryWeek {
  readonly week: string;
  readonly score: number | null;
  readonly rank: number | null;
}

export interface ForecastItem {
  readonly position: number;
  readonly title: string;
  readonly artist: string;
  readonly track_id: string | null;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly chance: number;
  readonly rank_now: number | null;
  readonly move: number | null;
  readonly is_new: boolean;
  readonly history: readonly HistoryWeek[];
}

export interface Backtest {
  readonly metric: string;
  readonly model: number;
  readonly persistence: number;
  readonly gain_points: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n_weeks: number;
}

export interface Forecast {
  readonly chart: string;
  readonly week: string;
  readonly data_up_to: string;
  readonly asked: string;
  readonly model_type: string;
  /** Why another model answered; empty when the asked one did. */
  readonly fell_back: string;
  readonly model_version: string;
  readonly verdict: string;
  readonly backtest: Backtest | null;
  readonly items: readonly ForecastItem[];
  readonly message: string;
}
