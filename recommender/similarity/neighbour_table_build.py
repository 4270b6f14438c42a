"""Working out the neighbour table of an index.

Candidates are the nearest on the projected axes, found by cells. They are ranked in the full space by mutual proximity,
like the answers of the search.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from recommender.similarity.hubness import CosineStatistics, distance
from recommender.similarity.neighbour_table import DISTANCES_FILE, N_NEIGHBOURS, ROWS_FILE
from recommender.similarity.search.cells import PROBED, NearestSearch
from recommender.similarity.search.settings import require_recall
from recommender.similarity.space import Space

WANTED_RECALL = 0.999
"""At ten neighbours, beside an exact ranking of the whole catalogue by mutual proximity."""
RECALL_AT = 10
RECALL_QUERIES = 200
EFFORTS = ((PROBED, 320), (PROBED, 640), (2 * PROBED, 640), (2 * PROBED, 1280), (4 * PROBED, 1280), (8 * PROBED, 1280))
"""Cells that are looked into and candidates that are ranked, tried in this order."""
BLOCK_ROWS = 4_096
_CHUNK_ROWS = 64
_MARGIN = 16
"""Candidates beyond the wanted that are looked at closely: products of whole blocks round otherwise."""
_ROUNDING = 1e-5
_MAX_THREADS = 8

FindAll = Callable[[NearestSearch, np.ndarray, int], Iterable[np.ndarray]]
"""Asks for the nearest of each of the vectors [n, dims]: gives blocks of rows, int64 [m, k], in their order."""


@dataclass(frozen=True, eq=False, kw_only=True)
class RankedSpace:
    """What candidates are ranked in."""

    unit: np.ndarray
    """float32 [n_tracks, dims], unit length."""
    cosines: CosineStatistics

    def rank(self, asking: np.ndarray, candidates: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the `k` nearest candidates of each asking row: rows, int32 [m, k], and distances, float32 [m, k].

        `candidates` are rows, int64 [m, c] with c >= k; the asking row itself and -1 are left out.
        """
        n = min(k + _MARGIN, candidates.shape[1])
        rough = self._distances(asking, candidates, self._cosines_by_block(asking, candidates))
        near = np.take_along_axis(candidates, np.argpartition(rough, n - 1, axis=1)[:, :n], axis=1)
        cosine = np.matmul(self.unit[near], self.unit[asking][:, :, None])[:, :, 0]
        far = self._distances(asking, near, cosine)
        order = np.lexsort((near, far), axis=1)[:, :k]
        rows, far = np.take_along_axis(near, order, axis=1), np.take_along_axis(far, order, axis=1)
        return np.where(np.isinf(far), -1, rows).astype(np.int32), far.astype(np.float32)

    def _cosines_by_block(self, asking: np.ndarray, candidates: np.ndarray) -> np.ndarray:
        """Return the cosines, float32 [m, c], right to some 1e-6; quick where the asking share most candidates."""
        needed, places = np.unique(candidates, return_inverse=True)
        cosines = self.unit[asking] @ self.unit[needed].T
        return np.take_along_axis(cosines, places.reshape(candidates.shape), axis=1)

    def _distances(self, asking: np.ndarray, candidates: np.ndarray, cosine: np.ndarray) -> np.ndarray:
        """Return the distances, float64 [m, c]; infinite for the asking row itself and for -1."""
        mean, std = self.cosines.mean, self.cosines.std
        own = asking[:, None]
        far = distance(cosine, mean=mean[candidates], std=std[candidates], own_mean=mean[own], own_std=std[own])
        far[(candidates == own) | (candidates < 0)] = np.inf
        return far

    def nearest_distances(self, asking: np.ndarray, k: int) -> np.ndarray:
        """Return the distances of the `k` truly nearest others of each asking row, float64 [m, k], ascending."""
        found = np.empty((len(asking), k))
        for i, row in enumerate(asking.tolist()):
            own = {"own_mean": self.cosines.mean[row], "own_std": self.cosines.std[row]}
            far = distance(self.unit @ self.unit[row], mean=self.cosines.mean, std=self.cosines.std, **own)
            far[row] = np.inf
            found[i] = np.sort(np.partition(far, k - 1)[:k])
        return found


def write_neighbour_table(
    path: Path,
    ranked: RankedSpace,
    projected: np.ndarray,
    *,
    find_all: FindAll,
    rng: np.random.Generator,
    n_neighbours: int = N_NEIGHBOURS,
) -> float:
    """Work out the table of all tracks, whose `projected` vectors are given, into the folder `path`.

    Returns its recall at ten neighbours.

    Raises:
        RecallTooLow: too few of the true neighbours were found with the greatest effort.

    """
    n = len(ranked.unit)
    k = max(1, min(n_neighbours, n - 1))
    rows = np.lib.format.open_memmap(path / ROWS_FILE, "w+", np.int32, (n, k))
    distances = np.lib.format.open_memmap(path / DISTANCES_FILE, "w+", np.float32, (n, k))
    search = NearestSearch(projected)
    n_candidates, recall = _choose_effort(search, ranked, projected, rng)
    order, at = search.order_by_cell(projected), 0
    with ThreadPoolExecutor(min(_MAX_THREADS, len(os.sched_getaffinity(0)))) as pool:
        for candidates in find_all(search, projected[order], n_candidates):
            asking = order[at : at + len(candidates)]
            rows[asking], distances[asking] = _rank_in_chunks(ranked, asking, candidates, k, pool.map)
            at += len(candidates)
    rows.flush()
    distances.flush()
    return recall


def find_all_here(search: NearestSearch, vectors: np.ndarray, k: int) -> Iterator[np.ndarray]:
    """Yield the rows of the `k` nearest of each vector, a block at a time, worked out in this process."""
    for at in range(0, len(vectors), BLOCK_ROWS):
        yield search.find(vectors[at : at + BLOCK_ROWS], k)[0]


def _rank_in_chunks(
    ranked: RankedSpace,
    asking: np.ndarray,
    candidates: np.ndarray,
    k: int,
    map_all: Callable[..., Iterable[tuple[np.ndarray, np.ndarray]]] = map,
) -> tuple[np.ndarray, np.ndarray]:
    """Return what `RankedSpace.rank` does; few tracks at a time, for each takes half a megabyte and more."""

    def rank(at: int) -> tuple[np.ndarray, np.ndarray]:
        return ranked.rank(asking[at : at + _CHUNK_ROWS], candidates[at : at + _CHUNK_ROWS], k)

    with threadpool_limits(1):
        parts = list(map_all(rank, range(0, len(asking), _CHUNK_ROWS)))
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([far for _, far in parts])


def _choose_effort(
    search: NearestSearch, ranked: RankedSpace, projected: np.ndarray, rng: np.random.Generator
) -> tuple[int, float]:
    """Set how many cells are looked into; return how many candidates to rank, and the recall with that."""
    n = len(projected)
    if n == 1:
        return 1, 1.0
    asking = np.sort(rng.choice(n, size=min(RECALL_QUERIES, n), replace=False))
    k = min(RECALL_AT, n - 1)
    truth = ranked.nearest_distances(asking, k)
    best_recall, best = -1.0, EFFORTS[0]
    for probed, n_candidates in EFFORTS:
        search.look_into(probed)
        _, found = _rank_in_chunks(ranked, asking, search.find(projected[asking], n_candidates)[0], k)
        recall = float((found <= truth[:, -1:] * (1 + _ROUNDING) + _ROUNDING**2).mean())
        if recall > best_recall:
            best_recall, best = recall, (probed, n_candidates)
        if recall >= WANTED_RECALL:
            break
    search.look_into(best[0])
    require_recall(best_recall, f"{best[1]} candidates of {best[0]} cells")
    return best[1], best_recall


def project_all(unit: np.ndarray, space: Space) -> np.ndarray:
    """Return unit vectors on the projected axes, float32 [n, projected_dims], worked out in blocks."""
    blocks = [space.project(unit[at : at + BLOCK_ROWS]) for at in range(0, len(unit), BLOCK_ROWS)]
    return np.concatenate(blocks).astype(np.float32)
