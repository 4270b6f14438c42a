"""The measures of a forecast of plays; each asks the forecast for the number it judges."""

from collections.abc import Callable, Mapping

import numpy as np

from recommender.prediction.evaluation.regression import mean_absolute_error, r2, spearman
from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.linear import log_scale

TOP = 50


def top_hits(window: np.ndarray, plays: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Return for each window the share of its 50 most played songs among the 50 with the highest score."""
    shares = []
    for number in np.unique(window):
        rows = np.flatnonzero(window == number)
        n = min(TOP, len(rows))
        best = np.argsort(-score[rows], kind="stable")[:n]
        truth = np.argsort(-plays[rows], kind="stable")[:n]
        shares.append(len(np.intersect1d(best, truth)) / n)
    return np.array(shares)


def mask_covered(plays: np.ndarray, forecast: Forecast) -> np.ndarray:
    """Return which counts lie in their interval."""
    inside: np.ndarray = (plays >= forecast.low) & (plays <= forecast.high)
    return inside


MEASURES: Mapping[str, Callable[[np.ndarray, Forecast], float]] = {
    "R2": lambda plays, forecast: r2(plays, forecast.mean),
    "log R2": lambda plays, forecast: r2(log_scale(plays), log_scale(forecast.typical)),
    "MAE": lambda plays, forecast: mean_absolute_error(plays, forecast.median),
    "Spearman": lambda plays, forecast: spearman(plays, forecast.score),
}
JUDGED = (
    "R2 judges the expected plays, log R2 (plays clipped at 30) the expected logarithm, MAE the median, Spearman the "
    "rank score, top-50 hit the expected plays"
)


def measure(plays: np.ndarray, forecast: Forecast) -> dict[str, float]:
    """Return every measure by name; NaN where one is not defined."""
    return {name: score(plays, forecast) for name, score in MEASURES.items()}


def part_of(forecast: Forecast, rows: np.ndarray) -> Forecast:
    """Return the forecast of some rows."""
    return Forecast(**{name: column[rows] for name, column in vars(forecast).items()})
