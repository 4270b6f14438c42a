"""Settings tried on training time only, in the order of time; every try is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from msgspec import Struct

from recommender.prediction.evaluation.regression import r2
from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.heard.model import fit_heard
from recommender.prediction.streams.linear import log_scale
from recommender.prediction.streams.measures import mask_covered
from recommender.prediction.streams.outcomes import LEVEL
from recommender.prediction.streams.unheard.model import fit_artist_rate, fit_unheard

Part = Literal["heard", "unheard", "rate"]
Way = Literal["grid", "random"]
GRID = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
N_RANDOM = 12
LEVELS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""Shares an interval may hold in training, so that it holds 80 % later."""
AS_GOOD = 0.005
"""Scores within this count as equal; then the stronger penalty is the safer choice."""
MIN_ROWS = 100
Rows = tuple[np.ndarray, np.ndarray]
"""Features [n, k] and plays [n]."""
Fold = tuple[Rows, Rows]
"""To train on and to validate on."""


class Tried(Struct, frozen=True, kw_only=True):
    """One setting and how it did."""

    part: Part
    penalty: float
    """Of the ridge regressions, per row."""
    level: float
    """What the intervals hold in training."""
    score: float
    """Log R2 of songs heard before, R2 of first plays; the mean over the folds."""
    coverage: float
    """Of the intervals, on the worst fold: listening changes, and the next month may be as bad."""
    n_folds: int


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How a model is fitted."""

    penalty: float
    level: float = LEVEL


DEFAULTS: dict[Part, Setting] = {
    "heard": Setting(penalty=1.0),
    "unheard": Setting(penalty=0.3),
    "rate": Setting(penalty=0.3),
}
"""Where there is too little to search on."""


class _Model(Protocol):
    def forecast(self, x: np.ndarray) -> Forecast: ...


class _Fit(Protocol):
    def __call__(self, x: np.ndarray, plays: np.ndarray, *, penalty: float, level: float) -> _Model: ...


_FITS: dict[Part, _Fit] = {"heard": fit_heard, "unheard": fit_unheard, "rate": fit_artist_rate}


def penalties(way: Way, rng: np.random.Generator) -> Sequence[float]:
    """Return what to try: the grid, or as many by chance between its ends."""
    if way == "grid":
        return GRID
    low, high = np.log(GRID[0]), np.log(GRID[-1])
    return tuple(round(float(penalty), 4) for penalty in np.exp(rng.uniform(low, high, N_RANDOM)))


def fit_part(part: Part, rows: Rows, setting: Setting) -> _Model:
    """Fit the model of a part."""
    return _FITS[part](*rows, penalty=setting.penalty, level=setting.level)


def search(part: Part, folds: Sequence[Fold], tried: Sequence[float]) -> tuple[Setting, list[Tried]]:
    """Return the best setting and all tries: the penalty, then the level that holds 80 % on all folds."""
    kept = [fold for fold in folds if min(len(fold[0][1]), len(fold[1][1])) >= MIN_ROWS and np.ptp(fold[1][1]) > 0]
    if not kept:
        return DEFAULTS[part], []
    tries = [_try(part, kept, Setting(penalty=penalty)) for penalty in tried]
    highest = max(attempt.score for attempt in tries)
    best = max(
        (attempt for attempt in tries if attempt.score >= highest - AS_GOOD), key=lambda attempt: attempt.penalty
    )
    levels = [_try(part, kept, Setting(penalty=best.penalty, level=level)) for level in LEVELS]
    enough = [attempt.level for attempt in levels if attempt.coverage >= LEVEL]
    return Setting(penalty=best.penalty, level=min(enough, default=LEVELS[-1])), [*tries, *levels]


def _try(part: Part, folds: Sequence[Fold], setting: Setting) -> Tried:
    scores, inside = [], []
    for train, (x, plays) in folds:
        forecast = fit_part(part, train, setting).forecast(x)
        on_logs = part == "heard"
        scores.append(r2(log_scale(plays), log_scale(forecast.typical)) if on_logs else r2(plays, forecast.mean))
        inside.append(float(mask_covered(plays, forecast).mean()))
    return Tried(
        part=part,
        penalty=setting.penalty,
        level=setting.level,
        score=float(np.mean(scores)),
        coverage=min(inside),
        n_folds=len(folds),
    )
