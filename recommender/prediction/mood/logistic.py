"""Multinomial logistic regression: ten numbers say as much about a mood as anything else that was tried."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from recommender.prediction.mood.features import with_logarithms
from recommender.prediction.mood.records import MOODS, MoodTable

Inputs = Callable[[np.ndarray], np.ndarray]
_STRENGTH = 1.0
"""Inverse of the penalty: the usual one, not searched for."""
_EDGES = (0.5, 99.5)
"""Percentiles of each feature beyond which an answer is extrapolated."""


@dataclass(frozen=True, eq=False)
class MoodLogistic:
    """Fitted weights; answers by numpy."""

    mean: np.ndarray
    spread: np.ndarray
    weights: np.ndarray
    """float64 [n_inputs, 4]."""
    added: np.ndarray
    """float64 [4]."""
    low: np.ndarray
    """float64 [10]: where the training songs begin, by feature."""
    high: np.ndarray
    inputs: Inputs = with_logarithms

    def probabilities(self, values: np.ndarray) -> np.ndarray:
        """Return how probable each mood is, [n, 4], of the ten features [n, 10].

        A feature beyond the training songs counts as their edge: nothing is known of how moods go on there.
        """
        level = (
            (self.inputs(np.clip(values, self.low, self.high)) - self.mean) / self.spread
        ) @ self.weights + self.added
        level -= level.max(axis=1, keepdims=True)
        odds = np.exp(level)
        probabilities: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
        return probabilities


def fit_moods(table: MoodTable, rows: np.ndarray, *, inputs: Inputs = with_logarithms) -> MoodLogistic:
    """Fit on some rows of a table, in which every mood must be found."""
    from sklearn.linear_model import LogisticRegression  # training only: serving needs no scikit-learn

    values = table.values[rows]
    columns = inputs(values)
    mean, spread = columns.mean(axis=0), columns.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    with threadpool_limits(limits=1):  # on so few rows several threads only wait for each other
        fitted = LogisticRegression(C=_STRENGTH, max_iter=2_000).fit((columns - mean) / spread, table.moods[rows])
    assert fitted.classes_.tolist() == list(range(len(MOODS)))
    low, high = np.percentile(values, _EDGES, axis=0)
    return MoodLogistic(mean, spread, fitted.coef_.T, fitted.intercept_, low, high, inputs)
