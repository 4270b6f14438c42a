"""Rolling-origin backtest: each test week is forecast from the weeks before it, models are refitted once a quarter."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from recommender.prediction.charts.features import FEATURES, Rows, join, rows_of
from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.models.calibration import Widening
from recommender.prediction.charts.models.chart_model import ChartModel, Prediction, Predictor
from recommender.prediction.charts.models.ensemble import Ensemble
from recommender.prediction.charts.week_score import CHANCE_SPREAD, METRICS, chance_scores, oracle_scores, week_scores
from recommender.prediction.charts.weeks import monday_of
from recommender.prediction.training import Progress, silent

REFIT = 13
"""Weeks between two fits."""
MIN_TEST_WEEKS, MAX_TEST_WEEKS = 104, 208
"""Half of a chart's weeks are tested: at least so many if a year is left to learn from, so many at most."""
MIN_TRAINED_ON = 26
"""Weeks of its own that a chart needs before the first tested one."""
TEST_SHARE = 0.3
"""Of the weeks of a chart whose half would be too few to learn from."""
_YEAR = 52
CHANCE, ORACLE = "chance", "oracle over songs charting now"
_LISTED = FEATURES.index("is_listed")

Build = Callable[[Sequence[Grid]], Sequence[ChartModel | Ensemble]]
"""Makes the models to test for charts of one kind."""


@dataclass(frozen=True, eq=False)
class ChartBacktest:
    """One chart's backtest."""

    chart: str
    weeks: np.ndarray
    """Weeks that were forecast [n]."""
    scores: Mapping[str, Mapping[str, np.ndarray]]
    """By model and metric [n]; NaN for weeks a model was not run on."""
    widening: Mapping[str, Widening]
    """By model: what its intervals of the week after the last one are widened by."""

    @property
    def is_winter(self) -> np.ndarray:
        """Weeks whose Thursday lies from 1 December to 15 January: the yearly return of the same songs."""
        days = [monday_of(int(week)) + timedelta(days=3) for week in self.weeks]
        return np.array([day.month == 12 or (day.month == 1 and day.day <= 15) for day in days], dtype=bool)

    def gains(self, model: str, metric: str, baseline: str = "persistence") -> np.ndarray:
        """Return a model's gain over the baseline in each week that both were run on."""
        difference = self.scores[model][metric] - self.scores[baseline][metric]
        finite: np.ndarray = difference[np.isfinite(difference)]
        return finite


def kinds(grids: Sequence[Grid]) -> list[list[Grid]]:
    """Return charts with streams and charts with ranks only apart: those of a kind learn from each other."""
    parts = [[grid for grid in grids if grid.has_streams == streams] for streams in (True, False)]
    return [part for part in parts if part]


def last_pairs(grid: Grid, *, min_test_weeks: int = MIN_TEST_WEEKS) -> np.ndarray:
    """Return the rows of the weeks from which the test forecasts; empty when there is too little before them."""
    pairs = grid.pairs
    n = len(pairs)
    n_tested = max(min(n // 2, MAX_TEST_WEEKS), min(min_test_weeks, n - _YEAR))
    first = max(n - n_tested, min(int((1 - TEST_SHARE) * n), MIN_TRAINED_ON))
    return pairs[first:] if first >= MIN_TRAINED_ON else pairs[:0]


def backtest(
    grids: Sequence[Grid],
    build: Build,
    *,
    min_test_weeks: int = MIN_TEST_WEEKS,
    every: Mapping[str, int] | None = None,
    learned: Collection[str] | None = None,
    progress: Progress = silent,
) -> list[ChartBacktest]:
    """Test all models on all charts that are long enough.

    Charts of a kind are learned together, each fit on the rows of all of them whose targets were known on the day
    of the forecast; where `learned` names charts, on the rows of those alone. `every` names models that are run on
    each n-th week only.
    """
    backtests = []
    for pool in kinds(grids):
        rows = join([rows_of(grid, chart=chart) for chart, grid in enumerate(pool)])
        known = rows.where(np.isfinite(rows.next_in_top))
        pairs = [last_pairs(grid, min_test_weeks=min_test_weeks) for grid in pool]
        train = known.where(np.array([learned is None or grid.chart in learned for grid in pool])[known.chart])
        test = _from_week(known.where(_chosen(known, pairs)), first_forecast([train.week]))
        if len(test):
            predictions = _predict_test(train, test, build(pool), every or {}, progress)
            backtests += [_score_weeks(pool, chart, test, predictions) for chart in np.unique(test.chart).tolist()]
    return backtests


def first_forecast(learned_weeks: Sequence[np.ndarray]) -> float:
    """Return the first week with enough weeks before it to learn from, of one or several charts; infinite for none."""
    weeks = np.unique(np.concatenate(learned_weeks))
    return float(weeks[MIN_TRAINED_ON - 1] + 1) if len(weeks) >= MIN_TRAINED_ON else np.inf


def _from_week(rows: Rows, week: float) -> Rows:
    return rows.where(rows.week >= week)


def _chosen(rows: Rows, pairs: Sequence[np.ndarray]) -> np.ndarray:
    chosen = np.zeros(len(rows), dtype=bool)
    for chart, pair in enumerate(pairs):
        chosen |= (rows.chart == chart) & np.isin(rows.row, pair)
    return chosen


def _predict_test(
    train: Rows, test: Rows, models: Sequence[ChartModel | Ensemble], every: Mapping[str, int], progress: Progress
) -> dict[str, Prediction]:
    """Return each model's predictions of every test row; NaN on weeks it is not run on."""
    predictions = {model.name: _nothing(len(test)) for model in models}
    first, last = int(test.week.min()), int(test.week.max())
    for cut in range(first, last + 1, REFIT):
        quarter = np.flatnonzero((test.week >= cut) & (test.week < cut + REFIT))
        if not len(quarter):
            continue
        progress(f"fitting on the weeks before {monday_of(cut + 1)}, testing the next {min(REFIT, last - cut + 1)}")
        predictors = fit_all(models, train.where(train.week < cut))
        for name, predictor in predictors.items():
            mine = quarter[(test.week[quarter] - first) % every.get(name, 1) == 0]
            if len(mine):
                prediction = predictor(test.where(mine))
                for column, values in vars(prediction).items():
                    getattr(predictions[name], column)[mine] = values
    return predictions


def fit_all(models: Sequence[ChartModel | Ensemble], rows: Rows) -> dict[str, Predictor]:
    """Fit every model once; an ensemble is made of the others."""
    predictors: dict[str, Predictor] = {}
    for model in models:
        predictors[model.name] = model.of(predictors) if isinstance(model, Ensemble) else model.fit(rows)
    return predictors


def _nothing(n: int) -> Prediction:
    return Prediction(*(np.full(n, np.nan) for _ in range(4)))


def _score_weeks(pool: Sequence[Grid], chart: int, test: Rows, predictions: Mapping[str, Prediction]) -> ChartBacktest:
    grid = pool[chart]
    mine = test.chart == chart
    weeks = np.unique(test.row[mine])
    names = (*predictions, CHANCE, ORACLE)
    scores = {name: {metric: np.full(len(weeks), np.nan) for metric in (*METRICS, CHANCE_SPREAD)} for name in names}
    widening = dict.fromkeys(predictions, Widening())
    for number, row in enumerate(weeks):
        at = np.flatnonzero(mine & (test.row == row))
        candidates = test.where(at)
        rank, n_top = grid.rank[row + 1, candidates.song], min(TOP, int(np.isfinite(grid.rank[row + 1]).sum()))
        for name, prediction in predictions.items():
            if np.isfinite(prediction.strength[at]).all():
                raw = Prediction(**{column: values[at] for column, values in vars(prediction).items()})
                of_week = raw.widen(widening[name].of(candidates))
                widening[name] = widening[name].after(candidates, of_week.holds(candidates.next_strength))
                _keep(scores[name], number, week_scores(of_week, candidates, rank, n_top=n_top))
        _keep(scores[CHANCE], number, chance_scores(rank, n_top=n_top))
        _keep(scores[ORACLE], number, oracle_scores(rank, candidates.x[:, _LISTED] > 0, n_top=n_top))
    forecast_weeks = np.array([grid.week(int(row)) + 1 for row in weeks])
    return ChartBacktest(chart=grid.chart, weeks=forecast_weeks, scores=scores, widening=widening)


def _keep(by_metric: Mapping[str, np.ndarray], week: int, scores: Mapping[str, float]) -> None:
    for metric, value in scores.items():
        by_metric[metric][week] = value
