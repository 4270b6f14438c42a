"""Scores of ranked lists against hidden items, one number for each listener."""

from typing import NamedTuple

import numpy as np

from recommender.collaborative.records import Interactions
from recommender.prediction.evaluation.ranking import ndcg, recall


class HitScores(NamedTuple):
    """One number for each listener, float64 [n]."""

    recall: np.ndarray
    """Hits / min(length of the list, hidden)."""
    ndcg: np.ndarray
    """Binary."""


def hit_scores(lists: np.ndarray, hidden: Interactions) -> HitScores:
    """Return the scores of lists of items, int [n_listeners, length]; each listener has something hidden."""
    cells = hidden.listeners * hidden.n_items + hidden.items
    is_hit = np.isin(np.arange(len(lists))[:, None] * hidden.n_items + lists, cells)
    return HitScores(recall(is_hit, hidden.lengths), ndcg(is_hit, hidden.lengths))
