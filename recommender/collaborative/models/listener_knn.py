"""Listeners with like items (user-kNN, Resnick et al. 1994): what the nearest of them have."""

from dataclasses import dataclass

import numpy as np

from recommender.collaborative.matrices import as_matrix, dense, keep_largest
from recommender.collaborative.models.item_knn import row_sums
from recommender.collaborative.records import Interactions
from recommender.collaborative.weighting import Weighting, item_weights, strengths


@dataclass(frozen=True, kw_only=True)
class ListenerKnnSettings:
    """What is chosen by validation."""

    n_neighbours: int = 50
    shrink: float = 0.0
    weighting: Weighting = "idf"


@dataclass(frozen=True, eq=False)
class ListenerKnn:
    """The listeners trained on, as rows of strengths."""

    train: Interactions
    settings: ListenerKnnSettings
    of_item: np.ndarray

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return the sum of the cosines of the nearest listeners who have the item, float32 [n, n_items].

        A listener who is the profile itself has nothing but what is known already, and takes one of the places.
        """
        from scipy.sparse import csr_array

        ours, norms = self._rows(profiles)
        theirs, their_norms = self._rows(self.train)
        near = csr_array(ours @ theirs.T)
        rows = np.repeat(np.arange(profiles.n_listeners), np.diff(near.indptr))
        near.data = near.data / (norms[rows] * their_norms[near.indices] + np.float32(self.settings.shrink))
        return dense(keep_largest(near, self.settings.n_neighbours) @ as_matrix(self.train, np.ones(len(self.train))))

    def _rows(self, profiles: Interactions) -> tuple[np.ndarray, np.ndarray]:
        values = strengths(profiles, self.settings.weighting, self.of_item)
        norms = np.sqrt(row_sums(profiles, values**2)).astype(np.float32)
        return as_matrix(profiles, values), norms


def fit(train: Interactions, settings: ListenerKnnSettings) -> ListenerKnn:
    """Keep the listeners; there is nothing to compute."""
    return ListenerKnn(train, settings, item_weights(train, settings.weighting))
