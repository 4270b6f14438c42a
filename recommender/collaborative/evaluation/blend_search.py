"""The choice of what each model of a blend counts, on validation data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.collaborative.evaluation.hit_scores import HitScores, hit_scores
from recommender.collaborative.evaluation.lists import chunks
from recommender.collaborative.models.blend import best_is_one
from recommender.collaborative.models.model import Model
from recommender.collaborative.ranking import largest
from recommender.collaborative.records import Interactions
from recommender.prediction.evaluation.ranking import N_LISTED
from recommender.prediction.evaluation.weight_search import search_weights

WEIGHTS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
_POOLED = 100
"""Items of each model: what none of them has among its best cannot come into a list of 20 by their sum."""
_ROUNDS = 2


@dataclass(frozen=True, eq=False)
class Pool:
    """The best items of several models for each listener, with what each model gives them."""

    items: np.ndarray
    """int64 [n_listeners, n_pooled]."""
    scores: np.ndarray
    """float32 [n_models, n_listeners, n_pooled]: `best_is_one`; below 0 where an item stands twice."""
    hidden: Interactions

    def hit_scores(self, weights: Sequence[float]) -> HitScores:
        """Return what the blend with these weights reaches."""
        total = np.tensordot(np.asarray(weights, dtype=np.float32), self.scores, axes=1)
        return hit_scores(np.take_along_axis(self.items, largest(total, N_LISTED), axis=1), self.hidden)


def pool_of(models: Sequence[Model], profiles: Interactions, *, known: Interactions, hidden: Interactions) -> Pool:
    """Score the profiles with each model and keep the best of what is not `known`."""
    items, scores = [], []
    for rows in chunks(profiles.n_listeners):
        some, masked = profiles.keep_listeners(rows), known.keep_listeners(rows)
        by_model = [best_is_one(model.scores(some), some) for model in models]
        for values in by_model:
            values[masked.listeners, masked.items] = -1
        pooled = np.sort(np.concatenate([largest(values, _POOLED) for values in by_model], axis=1), axis=1)
        is_repeated = np.zeros(pooled.shape, dtype=bool)
        is_repeated[:, 1:] = pooled[:, 1:] == pooled[:, :-1]
        items.append(pooled)
        scores.append([np.where(is_repeated, -1, np.take_along_axis(each, pooled, axis=1)) for each in by_model])
    return Pool(np.concatenate(items), np.concatenate(scores, axis=1), hidden)


def search_pooled(score: Callable[[Sequence[float]], float], *, start: Sequence[float]) -> tuple[float, ...]:
    """Return the weights with the largest score of a blend, from `start` on."""

    def score_along(weights: tuple[float, ...], model: int) -> Callable[[float], float]:
        return lambda weight: score((*weights[:model], weight, *weights[model + 1 :]))

    return search_weights(score_along, start=start, grid=WEIGHTS, max_rounds=_ROUNDS, min_gain=0.0)[0]
