"""What simple rules say of plays to come: the figures that a model must beat."""

from collections.abc import Mapping

import numpy as np

from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.measures import mae
from recommender.prediction.streams.unheard_features import NAMES as UNHEARD_NAMES
from recommender.prediction.streams.windows import Panel

DECAYED = "decayed count, half-life 5 d"
ALWAYS_0 = "always 0"
FOR_MAE = "decayed count tuned for MAE"
ARTIST_MEAN = "artist's plays per song"
_TUNED_OVER = (3, 5, 7, 14, 30)
_FACTORS = np.arange(0.05, 2.01, 0.05)


def heard_baselines(train: Panel, test: Panel) -> Mapping[str, Forecast]:
    """Return what each rule says of the test rows; factors are from the training rows."""
    recent = test.column("plays_last_30d").astype(np.float64)
    decayed = test.column("plays_decayed_5d").astype(np.float64)
    return {
        "mean": constant(float(train.plays.mean()), len(test.plays)),
        ALWAYS_0: constant(0.0, len(test.plays)),
        "plays of the last 30 days": plain(recent),
        DECAYED: plain(decayed * decay_factor(train)),
        FOR_MAE: plain(_tuned_for_mae(train, test)),
    }


def unheard_baselines(x: np.ndarray, train_plays: np.ndarray) -> Mapping[str, Forecast]:
    """Return what each rule says of first plays with features `x`."""
    return {
        "mean": constant(float(train_plays.mean()), len(x)),
        ALWAYS_0: constant(0.0, len(x)),
        ARTIST_MEAN: plain(x[:, UNHEARD_NAMES.index("artist_plays_per_song")].astype(np.float64)),
    }


def decay_factor(train: Panel) -> float:
    """Return the plays to come per play, decayed with a half-life of 5 days: least squares."""
    decayed = train.column("plays_decayed_5d").astype(np.float64)
    return float(decayed @ train.plays / (decayed @ decayed)) if decayed.any() else 0.0


def plain(expected: np.ndarray) -> Forecast:
    """Return the forecast of a rule that knows one number for everything."""
    return Forecast(
        score=expected, mean=expected, typical=expected, median=expected, low=expected, high=expected,
        chance_any=np.clip(expected, 0.0, 1.0),
    )  # fmt: skip


def constant(value: float, n: int) -> Forecast:
    """Return the same forecast for everything."""
    return plain(np.full(n, value))


def _tuned_for_mae(train: Panel, test: Panel) -> np.ndarray:
    """Return the rounded multiple of a decayed count whose absolute error was least in training."""
    tried = [
        (mae(train.plays, np.round(train.column(name) * factor)), name, factor)
        for name in (f"plays_decayed_{each}d" for each in _TUNED_OVER)
        for factor in _FACTORS
    ]
    _, name, factor = min(tried)
    rounded: np.ndarray = np.round(test.column(name).astype(np.float64) * factor)
    return rounded
