"""What needs no features: the moods are as common as among the training songs."""

from collections.abc import Callable

import numpy as np

from recommender.prediction.mood.records import MOODS, MoodTable

BASELINE = "majority"
Predict = Callable[[np.ndarray], np.ndarray]
"""From features [n, 10] to the probabilities of the moods [n, 4]."""


def fit_majority(table: MoodTable, rows: np.ndarray) -> Predict:
    """Return what says the shares of the moods in some rows of a table, whatever the song."""
    shares = np.bincount(table.moods[rows], minlength=len(MOODS)) / len(rows)
    return lambda values: np.tile(shares, (len(values), 1))
