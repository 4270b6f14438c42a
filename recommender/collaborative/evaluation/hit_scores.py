"""Scores of ranked lists against hidden items, one number for each listener."""

from typing import NamedTuple

import numpy as np

from recommender.collaborative.records import Interactions


class HitScores(NamedTuple):
    """One number for each listener, float64 [n]."""

    recall: np.ndarray
    """Hits / min(length of the list, hidden)."""
    ndcg: np.ndarray
    """Binary; the ideal list begins with min(length, hidden) hits (Järvelin and Kekäläinen 2002)."""


def hit_scores(lists: np.ndarray, hidden: Interactions) -> HitScores:
    """Return the scores of lists of items, int [n_listeners, length]; each listener has something hidden."""
    length = lists.shape[1]
    cells = hidden.listeners * hidden.n_items + hidden.items
    is_hit = np.isin(np.arange(len(lists))[:, None] * hidden.n_items + lists, cells)
    n_hidden = np.minimum(hidden.lengths, length)
    gains = 1 / np.log2(np.arange(2, length + 2))
    ideal = np.concatenate([[0.0], np.cumsum(gains)])[n_hidden]
    return HitScores(is_hit.sum(axis=1) / n_hidden, (is_hit @ gains) / ideal)
