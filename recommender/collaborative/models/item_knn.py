"""Items that share listeners (Sarwar et al. 2001), and a random walk of two steps (Paudel et al. 2017, RP3beta)."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.collaborative.matrices import as_matrix, dense, keep_largest, without_diagonal
from recommender.collaborative.records import Interactions
from recommender.collaborative.weighting import Weighting, item_weights, strengths


@dataclass(frozen=True, kw_only=True)
class ItemKnnSettings:
    """What is chosen by validation."""

    n_neighbours: int = 400
    shrink: float = 100.0
    """Added to the denominator of the cosine: what rests on few common listeners counts less."""
    weighting: Weighting = "log"


@dataclass(frozen=True, kw_only=True)
class WalkSettings:
    """What is chosen by validation."""

    n_neighbours: int = 400
    beta: float = 0.2
    """The power of its popularity that an item's probability is divided by."""
    weighting: Weighting = "binary"


@dataclass(frozen=True, eq=False)
class ItemNeighbours:
    """For each item the nearest others and how near they are."""

    neighbours: Any
    """float32 `csr_array` [n_items, n_items]: a row leads to what is near it."""
    weighting: Weighting
    of_item: np.ndarray
    are_shares: bool
    """A profile's strengths are divided by their sum: it is where a walk begins."""

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the sum of nearness to what the profile has, by strength, float32 [n, n_items]."""
        values = strengths(profiles, self.weighting, self.of_item)
        if self.are_shares:
            values = values / row_sums(profiles, values)[profiles.listeners]
        return dense(as_matrix(profiles, values) @ self.neighbours)


def fit_item_knn(train: Interactions, settings: ItemKnnSettings) -> ItemNeighbours:
    """Fit cosines between the columns: <i, j> / (|i| |j| + shrink)."""
    of_item = item_weights(train, settings.weighting)
    matrix = as_matrix(train, strengths(train, settings.weighting, of_item))
    common = without_diagonal(matrix.T @ matrix)
    norms = np.sqrt(matrix.multiply(matrix).sum(axis=0)).astype(np.float32)
    rows = np.repeat(np.arange(train.n_items), np.diff(common.indptr))
    common.data = common.data / (norms[rows] * norms[common.indices] + np.float32(settings.shrink))
    return ItemNeighbours(keep_largest(common, settings.n_neighbours), settings.weighting, of_item, False)


def fit_walk(train: Interactions, settings: WalkSettings) -> ItemNeighbours:
    """Fit the probability to come from an item over one of its listeners to another item."""
    of_item = item_weights(train, settings.weighting)
    values = strengths(train, settings.weighting, of_item)
    by_listener = as_matrix(train, values / row_sums(train, values)[train.listeners])
    column_sums = np.bincount(train.items, values, train.n_items)
    to_listener = as_matrix(train, values / column_sums[train.items])
    walks = without_diagonal(to_listener.T @ by_listener)
    fame = np.maximum(column_sums, 1.0) ** settings.beta
    walks.data = walks.data / fame[walks.indices].astype(np.float32)
    return ItemNeighbours(keep_largest(walks, settings.n_neighbours), settings.weighting, of_item, True)


def row_sums(profiles: Interactions, values: np.ndarray) -> np.ndarray:
    """Return the sum of each row's values, float64 [n_listeners], 1 for an empty row."""
    sums = np.bincount(profiles.listeners, values, profiles.n_listeners)
    positive: np.ndarray = np.where(sums > 0, sums, 1.0)
    return positive
