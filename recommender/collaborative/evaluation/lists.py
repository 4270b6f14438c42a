"""What a model would show: the best of all items that are not known."""

import numpy as np

from recommender.collaborative.models.model import Model
from recommender.collaborative.ranking import require_numbers, top_items
from recommender.collaborative.records import Interactions
from recommender.prediction.evaluation.ranking import N_LISTED

_CHUNK_LISTENERS = 256
_TIE_BREAK = np.float32(1e-9)
"""Of equal scores the item with more listeners goes first, and fills lists that are short."""


def lists_of(model: Model, name: str, profiles: Interactions, *, known: Interactions, fame: np.ndarray) -> np.ndarray:
    """Return the 20 best items that are not `known` for each profile, best first, int64 [n_listeners, 20].

    `fame` [n_items] is the number of listeners trained on. Raises `ArithmeticError` when a score is no number.
    """
    lists = []
    for rows in chunks(profiles.n_listeners):
        scores = model.scores(profiles.keep_listeners(rows))
        require_numbers(scores, name)
        lists.append(top_items(scores + _TIE_BREAK * fame.astype(np.float32), known.keep_listeners(rows), N_LISTED))
    return np.concatenate(lists)


def chunks(n: int) -> list[np.ndarray]:
    """Return the numbers below `n` in parts of which the scores of all items are held at once."""
    return [np.arange(first, min(n, first + _CHUNK_LISTENERS)) for first in range(0, n, _CHUNK_LISTENERS)]
