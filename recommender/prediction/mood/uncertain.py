"""Moods of sounds whose descriptors are only estimates: the mean over what the true descriptors may be."""

import numpy as np

from recommender.prediction.descriptors.records import PERCEPTUAL, Misses
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.logistic import MoodLogistic

NEIGHBOURS = 64
_AT_A_TIME = 1_000
_ESTIMATED = [INPUTS.index(name) for name in PERCEPTUAL]


def probabilities_of_estimates(fitted: MoodLogistic, values: np.ndarray, misses: Misses) -> np.ndarray:
    """Return how probable each mood is, float64 [n, 4], of ten features [n, 10] of which seven are estimated.

    The `NEIGHBOURS` known tracks with the most similar estimates tell how far such estimates are off: each of their
    misses is added to the estimates, and the probabilities are averaged, then flattened as those of any other song.
    A bad estimate so makes a flat answer instead of a confident wrong one.
    """
    parts = [
        _of_some(fitted, values[first : first + _AT_A_TIME], misses) for first in range(0, len(values), _AT_A_TIME)
    ]
    return np.concatenate(parts)


def _of_some(fitted: MoodLogistic, values: np.ndarray, misses: Misses) -> np.ndarray:
    estimates = values[:, _ESTIMATED]
    near = _nearest(estimates, misses)
    possible = np.repeat(values[:, None, :], near.shape[1], axis=1)
    possible[:, :, _ESTIMATED] = np.clip(estimates[:, None, :] + misses.residuals[near], 0.0, 1.0)
    probabilities = fitted.evenly_sure(possible.reshape(-1, values.shape[1]))
    return fitted.less_sure_elsewhere(probabilities.reshape(*near.shape, -1).mean(axis=1), values)


def _nearest(estimates: np.ndarray, misses: Misses) -> np.ndarray:
    """Return the rows of the misses with the most similar estimates, int [n, k]."""
    std = np.maximum(misses.estimates.std(axis=0), 1e-6)
    here, there = estimates / std, misses.estimates / std
    distance = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1)[None] - 2 * here @ there.T
    k = min(NEIGHBOURS, len(there))
    return np.argpartition(distance, k - 1, axis=1)[:, :k]
