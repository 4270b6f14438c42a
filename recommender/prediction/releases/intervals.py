"""How far the true count may lie from the expected one: ranges of the negative binomial."""

from typing import NamedTuple

import numpy as np

LEVEL = 0.8
MOST = 2_000
"""No count above this is looked for."""


class CountRanges(NamedTuple):
    """A range of whole numbers for each forecast, [n]."""

    low: np.ndarray
    high: np.ndarray
    probability: np.ndarray
    """What the model gives the range: near the level that was asked for, or more where one count alone has more."""


def ranges(mean: np.ndarray, size: np.ndarray, level: float = LEVEL) -> CountRanges:
    """Return the shortest ranges whose probability is nearest to `level`, of counts with this mean and size, [n].

    A range grows from the likeliest count to the likelier neighbour as long as that brings it nearer to `level`. It
    always holds the whole part of the mean, so nobody is told of 2.3 releases, but likely none. Equal tails of at most
    a tenth each would hold far more than four of five: a tenth is never reached exactly by whole numbers.
    """
    odds, top = mean / (size + mean), np.minimum(np.floor(mean), MOST).astype(np.int64)
    low = np.minimum(np.floor(np.maximum(size - 1, 0) * mean / size), top).astype(np.int64)
    at_low, at_high, probability = _between(low, top, mean, size)
    high, growing = top, np.flatnonzero(probability < level)
    while growing.size:
        lowest, highest, held = low[growing], high[growing], probability[growing]
        ratio, scatter = odds[growing], size[growing]
        below = np.where(lowest > 0, at_low[growing] * lowest / (ratio * (scatter + np.maximum(lowest, 1) - 1)), 0.0)
        above = np.where(highest < MOST, at_high[growing] * ratio * (scatter + highest) / (highest + 1), 0.0)
        gained = np.maximum(below, above)
        is_nearer = (gained > 0) & (np.abs(held + gained - level) < np.abs(held - level))
        down, up = is_nearer & (below > above), is_nearer & (below <= above)
        low[growing[down]] -= 1
        at_low[growing[down]] = below[down]
        high[growing[up]] += 1
        at_high[growing[up]] = above[up]
        probability[growing[is_nearer]] += gained[is_nearer]
        growing = growing[is_nearer & (probability[growing] < level)]
    return CountRanges(low, high, np.minimum(probability, 1.0))


def _between(
    low: np.ndarray, high: np.ndarray, mean: np.ndarray, size: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the probabilities of `low`, of `high`, and of all counts from one to the other."""
    between = np.zeros(len(mean))
    for step in range(int((high - low).max(initial=0)) + 1):
        count = low + step
        between += np.where(count <= high, np.exp(log_probability(mean, size, count)), 0.0)
    return np.exp(log_probability(mean, size, low)), np.exp(log_probability(mean, size, high)), between


def log_probability(mean: np.ndarray, size: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Return the log probability of each count."""
    from scipy.special import gammaln  # when a forecast is asked for, not when its model is loaded

    log_chance: np.ndarray = (
        gammaln(count + size) - gammaln(size) - gammaln(count + 1)
        - size * np.log1p(mean / size) + count * np.log(mean / (size + mean))
    )  # fmt: skip
    return log_chance


def median(mean: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Return the median count, int [n]."""
    from scipy.stats import nbinom  # evaluation only

    counts: np.ndarray = nbinom.ppf(0.5, size, size / (size + mean)).astype(np.int64)
    return counts


def chance_of_any(mean: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Return the probability of at least one release, [n]."""
    chance: np.ndarray = -np.expm1(-size * np.log1p(mean / size))
    return chance
