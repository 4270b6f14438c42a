"""Which model is served: chosen on the first half of the test weeks, measured beside persistence on the second."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from recommender.prediction.charts.backtest import CHANCE, ORACLE, ChartBacktest
from recommender.prediction.charts.served import PERSISTENCE
from recommender.prediction.charts.week_score import CHANCE_SPREAD, OVERLAP
from recommender.prediction.evaluation.figure import Estimate
from recommender.resampling import LEVEL, Interval, mean_interval

MIN_WEEKS = 52
"""Weeks without which there is no interval, and a gain cannot be told from luck."""
CHANCE_ERROR = 0.001
_ROUNDING = 1e-9
SIDES = (CHANCE, ORACLE)
"""Yardsticks that are no models."""


@dataclass(frozen=True, kw_only=True)
class Gain:
    """A model's gain over persistence on one chart, points of overlap@50."""

    model: str
    points: float
    low: float
    high: float
    """Interval, of 95 % where nothing else was asked for; NaN for few weeks."""
    n: int

    @property
    def estimate(self) -> Estimate:
        """The points with their interval."""
        return Estimate(self.points, self.low, self.high)

    @property
    def is_sure(self) -> bool:
        """Whether there are enough weeks for an interval, and all of it lies above 0."""
        return self.low > _ROUNDING


def gain(
    tested: ChartBacktest,
    model: str,
    *,
    metric: str = OVERLAP,
    weeks: np.ndarray | None = None,
    level: float = LEVEL,
) -> Gain:
    """Return the gain of a model over persistence, paired by weeks, in all weeks or in some, bool [n]."""
    difference = tested.scores[model][metric] - tested.scores[PERSISTENCE][metric]
    points = 100 * difference[np.isfinite(difference) & (True if weeks is None else weeks)]
    low, high = weekly_interval(points, level=level)
    return Gain(model=model, points=float(points.mean()) if len(points) else np.nan, low=low, high=high, n=len(points))


def weekly_interval(values: np.ndarray, *, level: float = LEVEL) -> Interval:
    """Return the interval of the mean of values of weeks [n] in the order of time; NaN for fewer than `MIN_WEEKS`."""
    return mean_interval(values, level=level) if len(values) >= MIN_WEEKS else (np.nan, np.nan)


def models_of(tested: ChartBacktest) -> list[str]:
    """Return the models of a backtest without yardsticks and without persistence."""
    return [name for name in tested.scores if name not in (*SIDES, PERSISTENCE)]


def can_choose(tested: ChartBacktest) -> bool:
    """Whether each half of the test weeks is long enough for an interval."""
    return len(tested.weeks) >= 2 * MIN_WEEKS


def measured_weeks(tested: ChartBacktest) -> np.ndarray:
    """Return the weeks that no choice was made on, bool [n]: the second half, or all where none is made."""
    return np.arange(len(tested.weeks)) >= (len(tested.weeks) // 2 if can_choose(tested) else 0)


def best_of(tested: ChartBacktest) -> str:
    """Return what is served: the winner of the first half, or persistence where the second half says it is worse."""
    winner = winner_of_first_half(tested)
    return PERSISTENCE if gain(tested, winner, weeks=measured_weeks(tested)).high < 0 else winner


def winner_of_first_half(tested: ChartBacktest) -> str:
    """Return the model with the largest gain among those surely above 0 in the first half, or persistence.

    The level is Bonferroni's for all models that have weeks enough. Persistence, too, where the chart is not
    predictable better than chance.
    """
    if is_chance(tested) or not can_choose(tested):
        return PERSISTENCE
    first = ~measured_weeks(tested)
    tried = [name for name in models_of(tested) if gain(tested, name, weeks=first).n >= MIN_WEEKS]
    level = 1 - (1 - LEVEL) / max(len(tried), 1)
    gains = [gain(tested, model, weeks=first, level=level) for model in tried]
    best = max((more for more in gains if more.is_sure), key=lambda more: more.points, default=None)
    return PERSISTENCE if best is None else best.model


def is_chance(tested: ChartBacktest) -> bool:
    """Whether no model, not even persistence, names the top better than a random choice among the candidates.

    Each week's hits are held against the spread of random choices. All models are tried, so each must be the surer
    the more there are: a chart of noise passes for predictable in one of 1 / `CHANCE_ERROR` cases.
    """
    tried = [name for name in tested.scores if name not in SIDES]
    sure = NormalDist().inv_cdf(1 - CHANCE_ERROR / len(tried))
    return not any(_excess(tested, name) > sure for name in tried)


def _excess(tested: ChartBacktest, model: str) -> float:
    """Return by how many standard deviations a model's hits exceed those of random choices."""
    more = tested.scores[model][OVERLAP] - tested.scores[CHANCE][OVERLAP]
    ran = np.isfinite(more)
    std = float(np.sqrt((tested.scores[CHANCE][CHANCE_SPREAD][ran] ** 2).sum()))
    return float(more[ran].sum()) / std if std else 0.0
