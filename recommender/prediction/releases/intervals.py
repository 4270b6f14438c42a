"""How far the true count may lie from the expected one: quantiles of the negative binomial, by numpy alone."""

import numpy as np

LEVEL = 0.8
MOST = 2_000
"""No quantile above this is looked for."""


def quantiles(mean: np.ndarray, size: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Return int [n] low and high: below `low` and above `high` lies at most (1 - level) / 2 each.

    Counts are whole numbers, so the interval holds the true count at least as often as `level` says.
    """
    tail = (1 - level) / 2
    return quantile(mean, size, tail), quantile(mean, size, 1 - tail)


def quantile(mean: np.ndarray, size: np.ndarray, share: float) -> np.ndarray:
    """Return int [n]: the least count that is not exceeded with probability `share` or more."""
    log_none = -size * np.log1p(mean / size)
    chance = np.exp(log_none)
    below, ratio = chance.copy(), mean / (size + mean)
    found = np.where(below >= share, 0, -1)
    for count in range(1, MOST + 1):
        if (found >= 0).all():
            break
        chance = chance * ratio * (size + count - 1) / count
        below = below + chance
        found = np.where((found < 0) & (below >= share), count, found)
    return np.where(found < 0, MOST, found)


def chance_of_any(mean: float, size: float) -> float:
    """Return the probability of at least one release."""
    return float(-np.expm1(-size * np.log1p(mean / size)))
