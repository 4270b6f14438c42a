"""Exponential smoothing of many series at once: for each the best of simple, linear and damped trend, by AICc.

State space form with additive errors (Hyndman, Koehler, Ord and Snyder 2008). The errors are linear in the state at
the start, so for given constants the best start has a closed form; the constants are searched on a grid.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

_ALPHAS = np.linspace(1e-4, 1 - 1e-4, 11)
_BETAS = (1e-4, 0.03, 0.1, 0.2)
_PHIS = (*np.linspace(0.8, 0.98, 10), 1.0)
"""Damping of the trend; 1 is a linear trend."""
_BATCH = 200
"""Series whose sums fit into the processor's cache together."""
_MIN_SSE = 1e-12
"""A constant series has no error at all, whose logarithm is taken."""


class Forms(NamedTuple):
    """Models by their constants, each [forms]; with `phi` 0 there is no trend."""

    alpha: np.ndarray
    beta: np.ndarray
    phi: np.ndarray
    n_parameters: np.ndarray
    """Constants, states at the start, and the variance."""


def _forms_on_grid() -> Forms:
    simple = [(alpha, 0.0, 0.0, 3) for alpha in _ALPHAS]
    with_trend = [
        (alpha, beta, phi, 5 if phi == 1 else 6)
        for phi in _PHIS
        for alpha in _ALPHAS
        for beta in _BETAS
        if beta <= alpha
    ]
    return Forms(*np.array(simple + with_trend).T)


_FORMS = _forms_on_grid()
MIN_LENGTH = int(_FORMS.n_parameters.max()) + 2
"""Values without which the AICc of the largest form is not defined."""


def smooth(series: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the expected next value of each series and the standard deviation of its error, float64 [n] each.

    Every series has `MIN_LENGTH` finite values or more.
    """
    batches = [_smooth_batch(series[first : first + _BATCH]) for first in range(0, len(series), _BATCH)]
    mean, std = np.concatenate(batches, axis=1) if batches else np.empty((2, 0))
    return mean, std


def _smooth_batch(series: Sequence[np.ndarray]) -> np.ndarray:
    """Return mean and standard deviation of the next values, [2, n]."""
    length, start = np.array([len(values) for values in series]), np.array([values[0] for values in series])
    values = np.zeros((length.max(), len(series)))
    for number, one in enumerate(series):
        values[: len(one), number] = one - one[0]
    level, trend, sse = _best_starts(values, length)
    n, k = length[:, None], _FORMS.n_parameters
    aicc = n * np.log(np.maximum(sse, _MIN_SSE)) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
    best = (np.arange(len(series)), aicc.argmin(axis=1))
    chosen = Forms(*(constant[best[1]] for constant in _FORMS))
    forecasts = np.stack(list(_forecasts(values, chosen, level[best], trend[best])))
    variance = np.maximum(sse[best], 0) / (length - chosen.n_parameters - 1)
    return np.stack([start + forecasts[length, best[0]], np.sqrt(variance)])


def _best_starts(values: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return level and trend at the start that fit best, and the sum of squared errors, each [n, forms].

    values [weeks, n] hold zeros after each series' end. A forecast is that from a start of zeros plus the start's own
    share, so the best start is a regression of the errors on the shares of a level and of a trend of one.
    """
    weeks, n = values.shape
    zeros = np.zeros(len(_FORMS.alpha))
    of_level = np.stack(list(_forecasts(np.zeros(weeks), _FORMS, zeros + 1, zeros)))
    of_trend = np.stack(list(_forecasts(np.zeros(weeks), _FORMS, zeros, zeros + 1)))
    sse, with_level, with_trend = (np.zeros((n, len(zeros))) for _ in range(3))
    for week, forecast in zip(range(weeks), _forecasts(values[:, :, None], _FORMS, zeros, zeros), strict=False):
        error = np.where((week < length)[:, None], values[week, :, None] - forecast, 0.0)
        sse += error * error
        with_level += error * of_level[week]
        with_trend += error * of_trend[week]
    last = length - 1
    level_level = np.cumsum(of_level**2, axis=0)[last]
    level_trend = np.cumsum(of_level * of_trend, axis=0)[last]
    trend_trend = np.cumsum(of_trend**2, axis=0)[last] + 1e-9  # 0 in forms without a trend
    determinant = level_level * trend_trend - level_trend**2
    level = (with_level * trend_trend - with_trend * level_trend) / determinant
    trend = (with_trend * level_level - with_level * level_trend) / determinant
    return level, trend, sse - level * with_level - trend * with_trend


def _forecasts(
    values: Iterable[np.ndarray], forms: Forms, level: np.ndarray, trend: np.ndarray
) -> Iterator[np.ndarray]:
    """Yield the forecast of each value, made before it is seen, and of the one after the last."""
    for value in values:
        trend = forms.phi * trend
        forecast = level + trend
        yield forecast
        error = value - forecast
        level, trend = forecast + forms.alpha * error, trend + forms.beta * error
    yield level + forms.phi * trend
