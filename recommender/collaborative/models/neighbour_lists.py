"""For each item its nearest others, as arrays that a process can map from a file and ask with numpy alone."""

from dataclasses import dataclass

import numpy as np

from recommender.collaborative.models.item_knn import ItemNeighbours
from recommender.collaborative.records import Interactions
from recommender.collaborative.weighting import Weighting, strengths


@dataclass(frozen=True, eq=False)
class NeighbourLists:
    """What `ItemNeighbours` counts with, without scipy."""

    neighbours: np.ndarray
    """int32 [n_items, n_neighbours]: the columns of an item's row; the item itself where there are no more."""
    closeness: np.ndarray
    """float32 [n_items, n_neighbours]; 0 where there are no more."""
    weighting: Weighting
    of_item: np.ndarray
    """float32 [n_items]: see `item_weights`."""
    are_shares: bool

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the sum of nearness to what the profile has, by strength, float32 [n, n_items]."""
        values = strengths(profiles, self.weighting, self.of_item)
        return np.stack([self._row(profiles, values, row) for row in range(profiles.n_listeners)])

    def _row(self, profiles: Interactions, values: np.ndarray, row: int) -> np.ndarray:
        part = slice(profiles.starts[row], profiles.starts[row + 1])
        items, strength = profiles.items[part], values[part]
        if self.are_shares:
            strength = strength / (strength.sum() or 1.0)
        near = self.closeness[items] * strength[:, None]
        sums = np.bincount(self.neighbours[items].ravel(), near.ravel(), profiles.n_items)
        return sums.astype(np.float32)


def lists_of_matrix(fitted: ItemNeighbours) -> NeighbourLists:
    """Return a fitted matrix as arrays with a place for as many neighbours as its longest row has."""
    starts, matrix = fitted.neighbours.indptr, fitted.neighbours
    lengths = np.diff(starts)
    shape = (len(lengths), max(1, int(lengths.max(initial=0))))
    rows = np.repeat(np.arange(len(lengths)), lengths)
    places = np.arange(len(rows)) - np.repeat(starts[:-1], lengths)
    neighbours = np.tile(np.arange(shape[0], dtype=np.int32)[:, None], (1, shape[1]))
    closeness = np.zeros(shape, dtype=np.float32)
    neighbours[rows, places], closeness[rows, places] = matrix.indices, matrix.data
    return NeighbourLists(neighbours, closeness, fitted.weighting, fitted.of_item.astype(np.float32), fitted.are_shares)
