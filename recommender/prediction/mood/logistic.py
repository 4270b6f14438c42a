"""Multinomial logistic regression: ten numbers say as much about a mood as anything else that was tried."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from threadpoolctl import threadpool_limits

from recommender.prediction.mood.features import with_logarithms
from recommender.prediction.mood.records import MOODS, MoodTable
from recommender.prediction.mood.temperature import DistanceTemperature

Inputs = Callable[[np.ndarray], np.ndarray]
_STRENGTH = 1.0
"""Inverse of the penalty: the usual one, not searched for."""
_EDGES = (0.5, 99.5)
"""Percentiles of each feature beyond which an answer is extrapolated."""


@dataclass(frozen=True, eq=False)
class MoodLogistic:
    """Fitted weights; answers by numpy."""

    mean: np.ndarray
    std: np.ndarray
    weights: np.ndarray
    """float64 [n_inputs, 4]."""
    added: np.ndarray
    """float64 [4]."""
    low: np.ndarray
    """float64 [10]: where the training songs begin, by feature."""
    high: np.ndarray
    inputs: Inputs = with_logarithms
    temperature: DistanceTemperature | None = None
    """None: as sure of a song that is unlike all training songs as of any other."""

    def probabilities(self, values: np.ndarray) -> np.ndarray:
        """Return how probable each mood is, [n, 4], of the ten features [n, 10].

        A feature beyond the training songs counts as their edge, nothing being known of how moods go on there, and
        makes the answer less sure.
        """
        return self.less_sure_elsewhere(self.evenly_sure(values), values)

    def evenly_sure(self, values: np.ndarray) -> np.ndarray:
        """Return what the regression says, [n, 4], however unlike the training songs these features [n, 10] are."""
        level = self._scores(np.clip(values, self.low, self.high)) @ self.weights + self.added
        level -= level.max(axis=1, keepdims=True)
        odds = np.exp(level)
        probabilities: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
        return probabilities

    def less_sure_elsewhere(self, probabilities: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return probabilities [n, 4] of songs with these features [n, 10], flatter where they are unlike."""
        return probabilities if self.temperature is None else self.temperature(probabilities, self._scores(values))

    def with_temperature(self, table: MoodTable, rows: np.ndarray, *, seed: int = 0) -> "MoodLogistic":
        """Return this model, less sure of songs unlike the rows of the table that it was fitted on."""
        shares = np.bincount(table.moods[rows], minlength=len(MOODS)) / len(rows)
        scores = self._scores(table.values[rows])
        return replace(self, temperature=DistanceTemperature.fit(scores, shares, np.random.default_rng(seed)))

    def _scores(self, values: np.ndarray) -> np.ndarray:
        scores: np.ndarray = (self.inputs(values) - self.mean) / self.std
        return scores


def fit_moods(table: MoodTable, rows: np.ndarray, *, inputs: Inputs = with_logarithms) -> MoodLogistic:
    """Fit on some rows of a table, in which every mood must be found; it knows no temperature yet."""
    from sklearn.linear_model import LogisticRegression  # training only: serving needs no scikit-learn

    values = table.values[rows]
    columns = inputs(values)
    mean, std = columns.mean(axis=0), columns.std(axis=0)
    std = np.where(std > 0, std, 1.0)
    with threadpool_limits(limits=1):  # on so few rows several threads only wait for each other
        fitted = LogisticRegression(C=_STRENGTH, max_iter=2_000).fit((columns - mean) / std, table.moods[rows])
    assert fitted.classes_.tolist() == list(range(len(MOODS)))
    low, high = np.percentile(values, _EDGES, axis=0)
    return MoodLogistic(mean, std, fitted.coef_.T, fitted.intercept_, low, high, inputs)
