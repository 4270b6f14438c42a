"""EASE^R (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data"), solved over listeners instead of items.

B = I - P diag(1 / diag P) with P = (X'X + L)^-1 and L a diagonal of penalties. By Woodbury
P = L^-1 - L^-1 X' K X L^-1 with K = (I + X L^-1 X')^-1, so the inverse is as large as the number of listeners, and no
matrix of items by items is made.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from recommender.collaborative.matrices import as_matrix, dense
from recommender.collaborative.records import Interactions
from recommender.collaborative.weighting import Weighting, item_weights, strengths

_CHUNK_ITEMS = 2_000


@dataclass(frozen=True, kw_only=True)
class EaseSettings:
    """What is chosen by validation."""

    regularisation: float = 3000.0
    exponent: float = 0.0
    """The penalty of an item grows with this power of 1 + its listeners, and is `regularisation` at their mean."""
    weighting: Weighting = "log"


@dataclass(frozen=True, eq=False)
class Ease:
    """The listeners trained on, and the inverse of their Gram matrix."""

    matrix: Any
    """float32 `csr_array` [n_listeners, n_items]: X."""
    inverse: np.ndarray
    """float32 [n_listeners, n_listeners]: K."""
    penalties: np.ndarray
    """float64 [n_items]: the diagonal of L."""
    diagonal: np.ndarray
    """float32 [n_items]: the diagonal of L P, above 0 and at most 1."""
    settings: EaseSettings
    of_item: np.ndarray

    def scores(self, profiles: Interactions) -> np.ndarray:
        """Return x B for each profile x, float32 [n, n_items]."""
        values = strengths(profiles, self.settings.weighting, self.of_item)
        scaled = as_matrix(profiles, values / self.penalties[profiles.items])
        through = dense(scaled @ self.matrix.T) @ self.inverse
        scores: np.ndarray = dense(self.matrix.T @ through.T).T / self.diagonal
        # the identity in B and that in P cancel but for the profile's own items
        scores[profiles.listeners, profiles.items] += values * (1 - 1 / self.diagonal[profiles.items])
        return scores


def fit(train: Interactions, settings: EaseSettings) -> Ease:
    """Solve exactly; cost grows with the cube of the listeners and with listeners times pairs."""
    of_item = item_weights(train, settings.weighting)
    values = strengths(train, settings.weighting, of_item)
    fame = 1.0 + train.n_listeners_of
    penalties = settings.regularisation * (fame / fame.mean()) ** settings.exponent
    matrix = as_matrix(train, values)
    scaled = as_matrix(train, values / penalties[train.items])
    gram = dense(scaled @ matrix.T).astype(np.float64)
    gram[np.diag_indices_from(gram)] += 1.0
    inverse = np.linalg.inv(gram).astype(np.float32)
    taken = _quadratic_forms(matrix, inverse) / penalties
    return Ease(matrix, inverse, penalties, (1.0 - taken).astype(np.float32), settings, of_item)


def _quadratic_forms(matrix: Any, inverse: np.ndarray) -> np.ndarray:
    """Return x' K x of each column x of the matrix, float64 [n_items]."""
    by_item = matrix.T.tocsr()
    forms = np.zeros(by_item.shape[0])
    for first in range(0, len(forms), _CHUNK_ITEMS):
        some = by_item[first : first + _CHUNK_ITEMS]
        rows = np.repeat(np.arange(some.shape[0]), np.diff(some.indptr))
        through = dense(some @ inverse)
        forms[first : first + _CHUNK_ITEMS] = np.bincount(rows, some.data * through[rows, some.indices], some.shape[0])
    return forms
