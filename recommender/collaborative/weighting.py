"""How plays become the strengths that a model counts with."""

from typing import Literal

import numpy as np

from recommender.collaborative.records import Interactions

Weighting = Literal["binary", "log", "idf", "log_idf"]
"""1; log(1 + plays); either times the inverse document frequency of the item."""


def item_weights(train: Interactions, how: Weighting) -> np.ndarray:
    """Return what the strength of each item is multiplied by, float64 [n_items]; an item nobody heard counts as one.

    Inverse document frequency: log(n_listeners / listeners of the item), so what everybody hears tells nothing.
    """
    if how in ("binary", "log"):
        return np.ones(train.n_items)
    idf: np.ndarray = np.log(max(train.n_listeners, 1) / np.maximum(train.n_listeners_of, 1))
    return idf


def strengths(profiles: Interactions, how: Weighting, of_item: np.ndarray) -> np.ndarray:
    """Return the strength of each interaction, float64 [n]; `of_item` is `item_weights` of what was trained on."""
    of_plays = np.log1p(profiles.plays) if how in ("log", "log_idf") else np.ones(len(profiles))
    weights: np.ndarray = of_plays * of_item[profiles.items]
    return weights
