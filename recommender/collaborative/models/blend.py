"""A weighted sum of several models, each with its best new item at 1; the weights may depend on how much is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.collaborative.models.model import Model
from recommender.collaborative.records import Interactions

Weights = tuple[float, ...]
"""What each model counts: at least 0, and one above it."""


@dataclass(frozen=True, eq=False)
class Blend:
    """Models and what each counts."""

    models: Sequence[Model]
    weights_from: Mapping[int, Weights]
    """The weights of profiles with so many items or more, by that number; the smallest is for shorter ones, too."""

    @classmethod
    def constant(cls, models: Sequence[Model], weights: Weights) -> "Blend":
        """Return a blend with the same weights for everybody."""
        return cls(models, {0: weights})

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the weighted sum of the models' `best_is_one`, float32 [n, n_items]."""
        steps = sorted(self.weights_from)
        step_of = np.maximum(np.searchsorted(steps, profiles.lengths, side="right") - 1, 0)
        weights = np.array([self.weights_from[step] for step in steps], dtype=np.float32)[step_of]
        total = np.zeros((profiles.n_listeners, profiles.n_items), dtype=np.float32)
        for model, weight in zip(self.models, weights.T, strict=True):
            if weight.any():
                total += weight[:, None] * best_is_one(model.scores(profiles), profiles)
        return total


def best_is_one(scores: np.ndarray, profiles: Interactions) -> np.ndarray:
    """Return scores [n, n_items] divided by the largest of what the profile has not; below 0 counts as 0."""
    positive = np.maximum(scores, 0)
    positive[profiles.listeners, profiles.items] = 0
    best = positive.max(axis=1, keepdims=True)
    scaled: np.ndarray = positive / np.where(best > 0, best, 1)
    return scaled
