"""Settings tried on training time only, in the order of time; every try is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from msgspec import Struct

from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.heard_model import fitted_heard
from recommender.prediction.streams.linear import log_scale
from recommender.prediction.streams.measures import covered, r2
from recommender.prediction.streams.outcomes import LEVEL
from recommender.prediction.streams.unheard_model import fitted_unheard

Part = Literal["heard", "unheard"]
Way = Literal["grid", "random"]
GRID = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
N_RANDOM = 12
LEVELS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
"""What an interval must hold in training to hold 80 % later."""
AS_GOOD = 0.005
"""Scores so close are the same; then the stronger penalty is the safer choice."""
FEWEST_ROWS = 100
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
    """Of the intervals, on the fold where it was least: listening changes, and the next month may be such a one."""
    n_folds: int


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How a model is fitted."""

    penalty: float
    level: float = LEVEL


DEFAULTS: dict[Part, Setting] = {"heard": Setting(penalty=1.0), "unheard": Setting(penalty=0.3)}
"""Where there is too little to search on."""


class _Model(Protocol):
    def forecast(self, x: np.ndarray) -> Forecast: ...


def penalties(way: Way, rng: np.random.Generator) -> Sequence[float]:
    """Return what to try: the grid, or as many by chance between its ends."""
    if way == "grid":
        return GRID
    low, high = np.log(GRID[0]), np.log(GRID[-1])
    return tuple(round(float(each), 4) for each in np.exp(rng.uniform(low, high, N_RANDOM)))


def fitted(part: Part, rows: Rows, setting: Setting) -> _Model:
    """Fit the model of a part."""
    fit = fitted_heard if part == "heard" else fitted_unheard
    return fit(*rows, penalty=setting.penalty, level=setting.level)


def searched(part: Part, folds: Sequence[Fold], tried: Sequence[float]) -> tuple[Setting, list[Tried]]:
    """Return the best setting and all tries: the penalty, then the level that holds 80 % on all folds."""
    kept = [each for each in folds if min(len(each[0][1]), len(each[1][1])) >= FEWEST_ROWS]
    if not kept:
        return DEFAULTS[part], []
    tries = [_try(part, kept, Setting(penalty=penalty)) for penalty in tried]
    highest = max(each.score for each in tries)
    best = max((each for each in tries if each.score >= highest - AS_GOOD), key=lambda each: each.penalty)
    levels = [_try(part, kept, Setting(penalty=best.penalty, level=level)) for level in LEVELS]
    enough = [each.level for each in levels if each.coverage >= LEVEL]
    return Setting(penalty=best.penalty, level=min(enough, default=LEVELS[-1])), [*tries, *levels]


def _try(part: Part, folds: Sequence[Fold], setting: Setting) -> Tried:
    scores, inside = [], []
    for train, (x, plays) in folds:
        forecast = fitted(part, train, setting).forecast(x)
        on_logs = part == "heard"
        scores.append(r2(log_scale(plays), log_scale(forecast.typical)) if on_logs else r2(plays, forecast.mean))
        inside.append(float(covered(plays, forecast).mean()))
    return Tried(
        part=part,
        penalty=setting.penalty,
        level=setting.level,
        score=float(np.mean(scores)),
        coverage=min(inside),
        n_folds=len(folds),
    )
