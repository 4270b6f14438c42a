"""The search for tracks near any vector: by trees, then among the neighbours of what these found."""

from dataclasses import dataclass

import numpy as np

from recommender.similarity.coded_vectors import CodedVectors
from recommender.similarity.neighbour_table import NeighbourTable
from recommender.similarity.search.settings import SearchSettings
from recommender.similarity.search.trees import SearchTrees
from recommender.similarity.space import Space

FOLLOWED = 16
"""Found tracks whose neighbours are looked at, too."""
KEPT = 240
"""Candidates of which the cosine is worked out precisely, at least: hubs, once corrected, make room for later ones."""
ROUGH_N = 60
ROUGH_SEARCH_K = 1_000
_TENTH = 10
_EVERYTHING = 1000
"""Nodes per track after which Annoy has surely seen every leaf of every tree."""


@dataclass(frozen=True, eq=False, kw_only=True)
class CandidateSearch:
    """Finds candidates; knows nothing of hubs."""

    vectors: CodedVectors
    space: Space
    trees: SearchTrees
    nearest: NeighbourTable | None
    settings: SearchSettings

    def find(self, vector: np.ndarray, n: int, *, but: int = -1) -> tuple[np.ndarray, np.ndarray]:
        """Return candidates, int32, and their cosines: at least `n` where there are so many, `but` left out.

        A lonely track's neighbours are scattered over more leaves than others', so it is searched for again.
        """
        fetched = self.settings.fetched
        wanted = max(fetched, 2 * n) + (but >= 0)
        search_k = self.settings.search_k * wanted // fetched
        rows, cosine = self._ask(vector, wanted, search_k, but)
        if self._is_lonely(cosine):
            search_k *= 8
            rows, cosine = self._ask(vector, wanted, search_k, but)
        while len(rows) < min(n, len(self.trees) - (but >= 0)) and search_k < _EVERYTHING * len(self.trees):
            search_k *= 4
            rows, cosine = self._ask(vector, wanted, search_k, but)
        return rows, cosine

    def find_roughly(self, vector: np.ndarray, n: int) -> np.ndarray:
        """Return the rows of about `n` tracks near a unit vector, float32 [dims]: int32, in no good order."""
        return self.trees.find(self._project(vector), n, ROUGH_SEARCH_K * max(n, ROUGH_N) // ROUGH_N)

    def _ask(self, vector: np.ndarray, wanted: int, search_k: int, but: int) -> tuple[np.ndarray, np.ndarray]:
        rows = self.trees.find(self._project(vector), wanted, search_k)
        rows = rows[
            rows != but
        ]  # before its neighbours are looked at: what is measured so holds for vectors of no track
        roughly = self.vectors.decode_roughly(rows) @ vector
        if self.nearest is not None:
            best = rows[_largest(roughly, FOLLOWED)]
            more = np.unique(self.nearest.rows[best])
            more = more[(more >= 0) & (more != but) & ~np.isin(more, rows)]
            rows = np.concatenate([rows, more])
            roughly = np.concatenate([roughly, self.vectors.decode_roughly(more) @ vector])
        rows = rows[_largest(roughly, max(wanted, KEPT))]
        return rows, self.vectors.decode(rows) @ vector

    def _project(self, vector: np.ndarray) -> np.ndarray:
        projected: np.ndarray = self.space.project(vector[None, :])[0]
        return projected

    def _is_lonely(self, cosine: np.ndarray) -> bool:
        return len(cosine) >= _TENTH and bool(np.partition(cosine, -_TENTH)[-_TENTH] < self.settings.lonely_cosine)


def _largest(values: np.ndarray, n: int) -> np.ndarray | slice:
    """Return where the `n` largest are, in any order."""
    return slice(None) if len(values) <= n else np.argpartition(-values, n - 1)[:n]
