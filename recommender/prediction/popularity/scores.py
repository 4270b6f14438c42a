"""Figures of a forecast: of the expected popularity, of the bands, and of how far both can be believed."""

import math
from dataclasses import dataclass

import numpy as np

from recommender.prediction.evaluation.calibration import calibration_error, reliability
from recommender.prediction.evaluation.classification import confusion, log_losses, macro_f1
from recommender.prediction.evaluation.figure import Estimate
from recommender.prediction.evaluation.regression import spearman
from recommender.prediction.popularity.cells import BANDS, band_of
from recommender.resampling import GroupBootstrap, interval

N_BINS = 15
"""Equal-width bins of confidence on the most probable band."""
N_RESAMPLES = 400
_TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Forecast:
    """What one model forecasts for rows; None for what it does not forecast."""

    expected: np.ndarray | None = None
    """float64 [n]"""
    bands: np.ndarray | None = None
    """float64 [n, 4]"""
    low: np.ndarray | None = None
    high: np.ndarray | None = None

    def take(self, rows: np.ndarray) -> "Forecast":
        """Return the forecast of these rows."""
        parts = (self.expected, self.bands, self.low, self.high)
        return Forecast(*(None if part is None else part[rows] for part in parts))


def figures(forecast: Forecast, truth: np.ndarray, groups: np.ndarray, rng: np.random.Generator) -> dict[str, Estimate]:
    """Return every figure by name for the popularity `truth` [n]; whole `groups` [n] are drawn for the intervals."""
    scores: dict[str, Estimate] = {}
    artists = GroupBootstrap.draw(groups, rng, n_resamples=N_RESAMPLES)

    def mean(values: np.ndarray) -> Estimate:
        return Estimate(float(values.mean()), *artists.mean(values))

    if forecast.expected is not None:
        scores["R2"] = _r2(truth, forecast.expected, artists)
        scores["MAE"] = mean(np.abs(truth - forecast.expected))
        if not math.isnan(order := spearman(truth, forecast.expected)):
            scores["Spearman"] = Estimate(order)
    if forecast.bands is not None:
        bands = band_of(truth)
        scores["accuracy"] = mean(forecast.bands.argmax(axis=1) == bands)
        scores["log loss"] = mean(log_losses(forecast.bands, bands, min_probability=_TINY))
        scores["ECE"] = Estimate(calibration_error(reliability(forecast.bands, bands, n_bins=N_BINS)))
        scores["macro F1"] = Estimate(macro_f1(forecast.bands, bands))
        highest = confusion(forecast.bands, bands)[-1]
        scores[f"recall of {BANDS[-1]}"] = Estimate(float(highest[-1] / max(highest.sum(), 1)))
    if forecast.low is not None and forecast.high is not None:
        inside = (truth >= np.floor(forecast.low)) & (truth <= np.ceil(forecast.high))
        scores["coverage of 80 %"] = mean(inside)
        scores["interval width"] = Estimate(float((forecast.high - forecast.low).mean()))
    return scores


def _r2(truth: np.ndarray, expected: np.ndarray, artists: GroupBootstrap) -> Estimate:
    """Return R2 and its interval by sums; of a truth that never changes it is very low, for manifests hold numbers."""
    miss = truth - expected
    value = 1 - float((miss**2).sum()) / max(float(((truth - truth.mean()) ** 2).sum()), _TINY)
    columns = (np.ones(len(truth)), truth, truth**2, miss**2)
    n, total, squares, missed = (artists.sums(column) for column in columns)
    return Estimate(value, *interval(1 - missed / np.maximum(squares - total**2 / n, _TINY)))
