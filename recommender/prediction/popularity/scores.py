"""Figures of a forecast: of the expected popularity, of the bands, and of how far both can be believed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from msgspec import Struct

from recommender.prediction.popularity.cells import BANDS, band_of

N_BINS = 15
"""Equal-width bins of confidence on the most probable band."""
N_RESAMPLES = 400
_TINY = 1e-9
_TAILS = (0.025, 0.975)


@dataclass(frozen=True, eq=False)
class Forecast:
    """What one model says of rows; parts that it does not say are None."""

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


class Figure(Struct, frozen=True):
    """A value with its 95 % interval by artists; None where there is none."""

    value: float
    low: float | None = None
    high: float | None = None


class Bin(Struct, frozen=True):
    """Forecasts of about one confidence."""

    confidence: float
    accuracy: float
    n: int


def figures(forecast: Forecast, truth: np.ndarray, groups: np.ndarray, rng: np.random.Generator) -> dict[str, Figure]:
    """Return every figure by name for the popularity `truth` [n]; whole `groups` [n] are drawn for the intervals."""
    found: dict[str, Figure] = {}
    drawn = _Draws(groups, rng)
    if forecast.expected is not None:
        miss = truth - forecast.expected
        found["R2"] = drawn.r2(miss, truth)
        found["MAE"] = drawn.mean(np.abs(miss))
    if forecast.bands is not None:
        bands, rows = band_of(truth), np.arange(len(truth))
        likeliest = forecast.bands.argmax(axis=1)
        found["accuracy"] = drawn.mean((likeliest == bands).astype(np.float64))
        found["log loss"] = drawn.mean(-np.log(forecast.bands[rows, bands] + _TINY))
        found["ECE"] = Figure(calibration_error(reliability(forecast.bands, bands), len(truth)))
        counts = confusion(forecast.bands, bands)
        found["macro F1"] = Figure(_macro_f1(counts))
        found[f"recall of {BANDS[-1]}"] = Figure(float(counts[-1, -1] / max(counts[-1].sum(), 1)))
    if forecast.low is not None and forecast.high is not None:
        inside = (truth >= np.floor(forecast.low)) & (truth <= np.ceil(forecast.high))
        found["coverage of 80 %"] = drawn.mean(inside.astype(np.float64))
        found["interval width"] = Figure(float((forecast.high - forecast.low).mean()))
    return found


def reliability(bands: np.ndarray, truth: np.ndarray) -> tuple[Bin, ...]:
    """Return the bins that hold anything, by the probability of the most probable band; `truth` [n] are bands."""
    confidence, right = bands.max(axis=1), bands.argmax(axis=1) == truth
    places = np.minimum((confidence * N_BINS).astype(np.int64), N_BINS - 1)
    members = [places == place for place in range(N_BINS)]
    return tuple(
        Bin(float(confidence[each].mean()), float(right[each].mean()), int(each.sum()))
        for each in members
        if each.any()
    )


def calibration_error(bins: tuple[Bin, ...], n: int) -> float:
    """Return the expected calibration error: how far accuracy is from confidence, weighted by rows."""
    return sum(abs(each.accuracy - each.confidence) * each.n for each in bins) / max(n, 1)


def confusion(bands: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return how often the true band (row) was forecast as which (column), int [4, 4]."""
    flat = np.bincount(truth * len(BANDS) + bands.argmax(axis=1), minlength=len(BANDS) ** 2)
    counts: np.ndarray = flat.reshape(len(BANDS), -1)
    return counts


def values_of(found: Mapping[str, Figure]) -> dict[str, float]:
    """Return the bare values."""
    return {name: figure.value for name, figure in found.items()}


class _Draws:
    """Draws whole groups with replacement by how often each is drawn: sums over groups are enough for every figure."""

    def __init__(self, groups: np.ndarray, rng: np.random.Generator) -> None:
        _, self._codes = np.unique(groups, return_inverse=True)
        self._n = int(self._codes.max()) + 1
        self._times = rng.multinomial(self._n, np.full(self._n, 1 / self._n), size=N_RESAMPLES)

    def mean(self, values: np.ndarray) -> Figure:
        sums = self._sums(np.ones(len(values)), values)
        return self._figure(float(values.mean()), sums[:, 1] / sums[:, 0])

    def r2(self, miss: np.ndarray, truth: np.ndarray) -> Figure:
        n, total, squares, missed = self._sums(np.ones(len(truth)), truth, truth**2, miss**2).T
        value = 1 - float((miss**2).sum()) / max(float(((truth - truth.mean()) ** 2).sum()), _TINY)
        return self._figure(value, 1 - missed / np.maximum(squares - total**2 / n, _TINY))

    def _sums(self, *columns: np.ndarray) -> np.ndarray:
        by_group = np.column_stack([np.bincount(self._codes, column, self._n) for column in columns])
        sums: np.ndarray = self._times @ by_group
        return sums

    @staticmethod
    def _figure(value: float, drawn: np.ndarray) -> Figure:
        low, high = np.quantile(drawn, _TAILS)
        return Figure(value, float(low), float(high))


def _macro_f1(counts: np.ndarray) -> float:
    right = np.diag(counts)
    return float((2 * right / np.maximum(counts.sum(axis=0) + counts.sum(axis=1), 1)).mean())
