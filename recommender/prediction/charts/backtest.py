"""Rolling-origin backtest: each test week is forecast from the weeks before it, models are refitted once a quarter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from recommender.prediction.charts.chart_model import ChartModel, Prediction, Predictor
from recommender.prediction.charts.ensemble import Ensemble
from recommender.prediction.charts.features import FEATURES, Rows, joined, rows_of
from recommender.prediction.charts.grid import Grid
from recommender.prediction.charts.week_score import CHANCE_SPREAD, METRICS, chance_scores, oracle_scores, week_scores
from recommender.prediction.charts.weeks import monday_of

REFIT = 13
"""Weeks between two fits."""
TEST_SHARE = 0.3
FEWEST_TEST = 52
"""A chart is tested on so many weeks at least, where they leave as many to learn from."""
FEWEST_TAUGHT = 26
"""Weeks of its own that a chart needs before the first tested one."""
CHANCE, ORACLE = "chance", "oracle over songs charting now"
_LISTED = FEATURES.index("is_listed")

Say = Callable[[str], None]
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

    @property
    def is_winter(self) -> np.ndarray:
        """Weeks whose Thursday lies from 1 December to 15 January: the yearly return of the same songs."""
        days = [monday_of(int(week)) + timedelta(days=3) for week in self.weeks]
        return np.array([day.month == 12 or (day.month == 1 and day.day <= 15) for day in days], dtype=bool)

    def gains(self, model: str, metric: str, baseline: str = "persistence") -> np.ndarray:
        """Return what a model has more than the baseline in each week that both were run on."""
        difference = self.scores[model][metric] - self.scores[baseline][metric]
        found: np.ndarray = difference[np.isfinite(difference)]
        return found


def kinds(grids: Sequence[Grid]) -> list[list[Grid]]:
    """Return charts with streams and charts with ranks only apart: those of a kind learn from each other."""
    parts = [[grid for grid in grids if grid.has_streams == streams] for streams in (True, False)]
    return [part for part in parts if part]


def last_pairs(grid: Grid, *, share: float = TEST_SHARE, fewest: int = FEWEST_TEST) -> np.ndarray:
    """Return the rows of the weeks from which the test forecasts; empty when there is too little before them."""
    pairs = grid.pairs
    first = int((1 - share) * len(pairs))
    if len(pairs) >= 2 * fewest:
        first = min(first, len(pairs) - fewest)
    return pairs[first:] if first >= FEWEST_TAUGHT else pairs[:0]


def backtest(
    grids: Sequence[Grid],
    build: Build,
    *,
    share: float = TEST_SHARE,
    fewest: int = FEWEST_TEST,
    every: Mapping[str, int] | None = None,
    say: Say = lambda _: None,
) -> list[ChartBacktest]:
    """Test all models on all charts that are long enough.

    Charts of a kind are learned together, each fit on the rows of all of them whose targets were known on the day
    of the forecast. `every` names models that are run on each n-th week only.
    """
    found = []
    for pool in kinds(grids):
        rows = joined([rows_of(grid, chart=place) for place, grid in enumerate(pool)])
        known = rows.where(np.isfinite(rows.next_in_top))
        pairs = [last_pairs(grid, share=share, fewest=fewest) for grid in pool]
        test = known.where(_chosen(known, pairs))
        if len(test):
            predictions = _rolled(known, test, build(pool), every or {}, say)
            found += [_tested(pool, place, test, predictions) for place in range(len(pool)) if len(pairs[place])]
    return found


def _chosen(rows: Rows, pairs: Sequence[np.ndarray]) -> np.ndarray:
    chosen = np.zeros(len(rows), dtype=bool)
    for place, each in enumerate(pairs):
        chosen |= (rows.chart == place) & np.isin(rows.row, each)
    return chosen


def _rolled(
    known: Rows, test: Rows, models: Sequence[ChartModel | Ensemble], every: Mapping[str, int], say: Say
) -> dict[str, Prediction]:
    """Return what each model says of every test row; NaN on weeks it is not run on."""
    found = {model.name: _nothing(len(test)) for model in models}
    first, last = int(test.week.min()), int(test.week.max())
    for cut in range(first, last + 1, REFIT):
        say(f"fitting on the weeks before {monday_of(cut + 1)}, testing the next {min(REFIT, last - cut + 1)}")
        predictors = fitted(models, known.where(known.week < cut))
        quarter = np.flatnonzero((test.week >= cut) & (test.week < cut + REFIT))
        for name, predictor in predictors.items():
            mine = quarter[(test.week[quarter] - first) % every.get(name, 1) == 0]
            if len(mine):
                said = predictor(test.where(mine))
                for column, values in vars(said).items():
                    getattr(found[name], column)[mine] = values
    return found


def fitted(models: Sequence[ChartModel | Ensemble], rows: Rows) -> dict[str, Predictor]:
    """Fit every model once; an ensemble is made of the others."""
    found: dict[str, Predictor] = {}
    for model in models:
        found[model.name] = model.of(found) if isinstance(model, Ensemble) else model.fit(rows)
    return found


def _nothing(n: int) -> Prediction:
    return Prediction(*(np.full(n, np.nan) for _ in range(4)))


def _tested(pool: Sequence[Grid], place: int, test: Rows, predictions: Mapping[str, Prediction]) -> ChartBacktest:
    grid = pool[place]
    mine = test.chart == place
    weeks = np.unique(test.row[mine])
    names = (*predictions, CHANCE, ORACLE)
    scores = {name: {metric: np.full(len(weeks), np.nan) for metric in (*METRICS, CHANCE_SPREAD)} for name in names}
    for number, row in enumerate(weeks):
        at = np.flatnonzero(mine & (test.row == row))
        candidates = test.where(at)
        rank = grid.rank[row + 1, candidates.song]
        for name, said in predictions.items():
            if np.isfinite(said.strength[at]).all():
                each = Prediction(**{column: values[at] for column, values in vars(said).items()})
                _keep(scores[name], number, week_scores(each, candidates, rank))
        _keep(scores[CHANCE], number, chance_scores(rank))
        _keep(scores[ORACLE], number, oracle_scores(rank, candidates.x[:, _LISTED] > 0))
    return ChartBacktest(chart=grid.chart, weeks=np.array([grid.week(int(row)) + 1 for row in weeks]), scores=scores)


def _keep(kept: Mapping[str, np.ndarray], number: int, found: Mapping[str, float]) -> None:
    for metric, value in found.items():
        kept[metric][number] = value
