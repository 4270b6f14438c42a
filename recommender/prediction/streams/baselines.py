"""Simple rules for the plays to come: the figures that a model must beat."""

from collections.abc import Mapping

import numpy as np

from recommender.prediction.evaluation.regression import mean_absolute_error
from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.unheard.features import NAMES as UNHEARD_NAMES
from recommender.prediction.streams.windows import Panel

DECAYED = "decayed count, half-life 5 d"
_DECAYED_COLUMNS = {f"decayed count, half-life {days} d": f"plays_decayed_{days}d" for days in (5, 14, 30)}
RECENT = "plays of the last 30 days"
PLAIN_RULES = (*_DECAYED_COLUMNS, RECENT)
"""What a person would try first to list what is played most."""
ALWAYS_0 = "always 0"
FOR_MAE = "decayed count tuned for MAE"
ARTIST_MEAN = "artist's plays per song"
_TUNED_OVER = (3, 5, 7, 14, 30)
_FACTORS = np.arange(0.05, 2.01, 0.05)


def heard_baselines(train: Panel, test: Panel) -> Mapping[str, Forecast]:
    """Return the forecast of each rule for the test rows; factors are from the training rows."""
    recent = test.column("plays_last_30d").astype(np.float64)
    decayed = {
        name: plain(test.column(column).astype(np.float64) * decay_factor(train, column))
        for name, column in _DECAYED_COLUMNS.items()
    }
    return {
        "mean": constant(float(train.plays.mean()), len(test.plays)),
        ALWAYS_0: constant(0.0, len(test.plays)),
        RECENT: plain(recent),
        **decayed,
        FOR_MAE: plain(_tune_for_mae(train, test)),
    }


def unheard_baselines(x: np.ndarray, train_plays: np.ndarray) -> Mapping[str, Forecast]:
    """Return the forecast of each rule for first plays with features `x`."""
    return {
        "mean": constant(float(train_plays.mean()), len(x)),
        ALWAYS_0: constant(0.0, len(x)),
        ARTIST_MEAN: plain(x[:, UNHEARD_NAMES.index("artist_plays_per_song")].astype(np.float64)),
    }


def decay_factor(train: Panel, column: str = "plays_decayed_5d") -> float:
    """Return the plays to come per decayed play of a column: least squares."""
    decayed = train.column(column).astype(np.float64)
    return float(decayed @ train.plays / (decayed @ decayed)) if decayed.any() else 0.0


def plain(expected: np.ndarray) -> Forecast:
    """Return the forecast of a rule that gives one number per song."""
    return Forecast(
        score=expected, mean=expected, typical=expected, median=expected, low=expected, high=expected,
        chance_any=np.clip(expected, 0.0, 1.0),
    )  # fmt: skip


def constant(value: float, n: int) -> Forecast:
    """Return the same forecast for everything."""
    return plain(np.full(n, value))


def _tune_for_mae(train: Panel, test: Panel) -> np.ndarray:
    """Return the rounded multiple of a decayed count whose absolute error was least in training."""
    tried = [
        (mean_absolute_error(train.plays, np.round(train.column(name) * factor)), name, factor)
        for name in (f"plays_decayed_{days}d" for days in _TUNED_OVER)
        for factor in _FACTORS
    ]
    _, name, factor = min(tried)
    rounded: np.ndarray = np.round(test.column(name).astype(np.float64) * factor)
    return rounded
