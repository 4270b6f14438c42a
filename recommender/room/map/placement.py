"""Placing tracks among those that have a place: each goes among its neighbours, and nobody else moves.

A pure function of what is sent along, so that executors can place a block of tracks each.
"""

from dataclasses import dataclass

import numpy as np

from recommender.similarity.search.cells import NearestSearch

N_NEIGHBOURS = 15
"""Placed tracks that say where a new one goes."""
SHARPNESS = 2
"""How much the nearest say more than the others: weights fall with this power of the squared distance."""
_BLOCK = 8_192
_SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Placed:
    """Tracks that have a place, to be asked for the nearest; may be sent to executors."""

    search: NearestSearch
    positions: np.ndarray
    """float32 [n, 3], in the order of the vectors that `search` was made of."""

    @classmethod
    def of(cls, vectors: np.ndarray, positions: np.ndarray) -> "Placed":
        """Take vectors, float32 [n, dims], at least one, with their places."""
        return cls(NearestSearch(vectors), np.asarray(positions, dtype=np.float32))


def place(vectors: np.ndarray, placed: Placed) -> np.ndarray:
    """Return where tracks with these vectors, float32 [m, dims], belong: float32 [m, 3].

    It is the mean of the places of the `N_NEIGHBOURS` nearest, weighted by nearness; a double of a placed track
    stands where that one does.
    """
    parts = [_place_block(vectors[at : at + _BLOCK], placed) for at in range(0, len(vectors), _BLOCK)]
    return np.concatenate(parts) if parts else np.empty((0, 3), dtype=np.float32)


def _place_block(vectors: np.ndarray, placed: Placed) -> np.ndarray:
    rows, squared = placed.search.find(vectors, N_NEIGHBOURS)
    return mean_places(np.where(rows < 0, np.inf, squared), placed.positions[rows])


def mean_places(squared: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return the mean of the places of the nearest, weighted by nearness: float32 [m, 3].

    `squared`, float [m, k], are their squared distances, the nearest first, inf for none; `positions` [m, k, 3].
    """
    # measured by the nearest, so that a track far from all is placed by the same rule as one among its like
    weights = ((squared[:, :1] + _SAME) / (squared + _SAME)) ** SHARPNESS
    weights = np.where(np.isfinite(squared), weights, 0.0)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.asarray(np.einsum("ij,ijk->ik", weights, positions), dtype=np.float32)
