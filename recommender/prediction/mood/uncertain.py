"""Moods of sounds whose descriptors are only estimates: the mean over what the true descriptors may be."""

import numpy as np

from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.logistic import MoodLogistic

N_DRAWS = 64
_ESTIMATED = [INPUTS.index(name) for name in PERCEPTUAL]


def probabilities_of_estimates(
    fitted: MoodLogistic, values: np.ndarray, residuals: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return how probable each mood is, float64 [n, 4], of ten features [n, 10] of which seven are estimated.

    `residuals` [m, 7], in the order of `PERCEPTUAL`, says how far such estimates were off: each of some of them, drawn
    whole, is added to every estimate, and the probabilities are averaged. A bad estimate so makes a flat answer
    instead of a confident wrong one.
    """
    drawn = residuals[rng.choice(len(residuals), min(N_DRAWS, len(residuals)), replace=False)]
    total = np.zeros((len(values), fitted.added.shape[0]))
    for residual in drawn:
        possible = values.copy()
        possible[:, _ESTIMATED] = np.clip(values[:, _ESTIMATED] + residual, 0.0, 1.0)
        total += fitted.probabilities(possible)
    probabilities: np.ndarray = total / len(drawn)
    return probabilities
