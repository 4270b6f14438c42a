"""Fits a regression of counts whose variance grows faster than their mean; conventions as in `count_model`."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import betainc, gammaln

from recommender.prediction.releases.count_model import LOG_MEAN, Size, sizes_of

SIZE_IN_FIT = 2.0
"""Size assumed while the coefficients are fitted, so that large counts do not dominate."""
RIDGE = 3.0
_MAX_STEPS = 60
_MIN_MEAN = 1e-6


def fit(features: np.ndarray, total: np.ndarray, weight: np.ndarray, *, start: np.ndarray | None = None) -> np.ndarray:
    """Return the coefficients, [n_features], for rows that stand for several careers alike in every feature.

    total [n] is the (weighted) sum of their counts, weight [n] their (weighted) number. All coefficients but the first
    are drawn towards 0 by `RIDGE`. Newton steps, halved until they help.
    """
    pull = np.full(features.shape[1], RIDGE)
    pull[0] = 1e-6
    if start is None:
        start = np.zeros(features.shape[1])
        start[0] = np.log(max(total.sum() / weight.sum(), _MIN_MEAN))
    now, value = start, _objective(start, features, total, weight, pull)
    for _ in range(_MAX_STEPS):
        step = _newton_step(now, features, total, weight, pull)
        length, better = 1.0, -np.inf
        while length > 1e-4 and better < value:
            better = _objective(now + length * step, features, total, weight, pull)
            length /= 2
        if better < value:
            break
        now, gained, value = now + 2 * length * step, better - value, better
        if gained < 1e-6 * abs(value):
            break
    return now


def _objective(b: np.ndarray, x: np.ndarray, total: np.ndarray, weight: np.ndarray, pull: np.ndarray) -> float:
    log_mean = np.clip(x @ b, *LOG_MEAN)
    mean = np.exp(log_mean)
    size = SIZE_IN_FIT
    likelihood = total * (log_mean - np.log(mean + size)) - weight * size * np.log1p(mean / size)
    return float(likelihood.sum() - 0.5 * (pull * b * b).sum())


def _newton_step(b: np.ndarray, x: np.ndarray, total: np.ndarray, weight: np.ndarray, pull: np.ndarray) -> np.ndarray:
    mean = np.exp(np.clip(x @ b, *LOG_MEAN))
    scale = 1 + mean / SIZE_IN_FIT
    gradient = x.T @ ((total - weight * mean) / scale) - pull * b
    curvature = (x * (weight * mean / scale)[:, None]).T @ x + np.diag(pull)
    return np.linalg.solve(curvature, gradient)


def fit_size(mean: np.ndarray, count: np.ndarray, weight: np.ndarray) -> Size:
    """Return `CountModel.size` by maximum likelihood, for means [n], counts [n] and weights [n]."""
    some = count > 0

    def loss(size: np.ndarray) -> float:
        sizes = sizes_of((size[0], size[1], size[2]), mean)
        nothing = -sizes * np.log1p(mean / sizes)
        r, mu, k = sizes[some], mean[some], count[some]
        extra = gammaln(k + r) - gammaln(r) - gammaln(k + 1) + k * np.log(mu / (r + mu))
        return -float((weight * nothing).sum() + (weight[some] * extra).sum()) + 0.05 * float(size @ size)

    best = minimize(loss, np.zeros(3), method="Nelder-Mead", options={"maxiter": 200, "xatol": 0.01, "fatol": 0.01})
    return float(best.x[0]), float(best.x[1]), float(best.x[2])


def share_inside(mean: np.ndarray, size: np.ndarray, count: np.ndarray, level: float) -> np.ndarray:
    """Return which share of each count lies between the equal tails that leave `level`, [n], 0 to 1.

    A count stands for the part of the distribution from the sum below it to the sum with it. The mean is `level` when
    the forecasts are right, which whole numbers hide (Czado, Gneiting and Held 2009).
    """
    chance, tail = size / (size + mean), (1 - level) / 2
    above = betainc(size, count + 1, chance)
    below = np.where(count > 0, betainc(size, np.maximum(count, 1), chance), 0.0)
    inside = np.clip(above, tail, 1 - tail) - np.clip(below, tail, 1 - tail)
    share: np.ndarray = inside / np.maximum(above - below, np.finfo(float).tiny)
    return share
