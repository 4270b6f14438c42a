"""The near pairs of a layout: which others each track is held to."""

import numpy as np

from recommender.similarity.search.cells import NearestSearch

_SPARE = 50
_USUAL = slice(3, 6)
_TINY = 1e-10


def nearest_others(vectors: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the `k` nearest others of each of `vectors` [n, dims]: rows, int64 [n, k'], and squared distances.

    k' = min(k, n - 1). Where cells hide some, any other track stands at an infinite distance.
    """
    n = len(vectors)
    k = min(k, n - 1)
    rows, squared = NearestSearch(vectors).find(vectors, k + 1)
    own = np.arange(n)[:, None]
    # doubles may come before a track itself: what is not itself keeps its order, the rest goes to the end
    order = np.argsort((rows == own) | (rows < 0), axis=1, kind="stable")[:, :k]
    rows, squared = np.take_along_axis(rows, order, axis=1), np.take_along_axis(squared, order, axis=1)
    is_hidden = (rows < 0) | (rows == own)
    return np.where(is_hidden, (own + 1) % n, rows), np.where(is_hidden, np.inf, squared)


def near_for_both(vectors: np.ndarray, k: int) -> np.ndarray:
    """Return int64 [n, k']: of some more of the nearest others, those that are near for what is usual around both.

    PaCMAP wants its near pairs so: distances are measured by those to the fourth to sixth nearest of either track, and
    a track in a thin region is not tied to a crowd that has nearer tracks than it. There are at least seven vectors.
    """
    k = min(k, len(vectors) - 1)
    rows, squared = nearest_others(vectors, k + _SPARE)
    usual = np.maximum(np.sqrt(squared[:, _USUAL]).mean(axis=1), _TINY)
    scaled = squared / usual[:, None] / usual[rows]
    order = np.argsort(scaled, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(rows, order, axis=1)
