"""The nearest of many vectors by straight distance: exact among some ten thousand, by cells among more.

The index of similarity answers for one track at a time and knows of hubs; here every track of a library is asked
at once, in a job. This is the only module that knows faiss, which is imported where it works: never in a web process.
"""

import warnings
from typing import Any

import numpy as np

MAX_EXACT = 20_000
"""Vectors up to which all are compared with all."""
CELLS_PER_ROOT = 2
"""Cells per square root of the number of vectors."""
PROBED = 24
"""Cells that are looked into; measured at 106,574 vectors, 64 numbers each: see docs/room.md."""
_TRAINED_PER_CELL = 64
_SPARE = 50
_USUAL = slice(3, 6)
_TINY = 1e-10


class NearestSearch:
    """The vectors of some tracks, asked for the nearest of any; may be pickled and sent to executors."""

    def __init__(self, vectors: np.ndarray) -> None:
        """Take vectors, float32 [n, dims], at least one."""
        faiss = _faiss()
        kept = np.ascontiguousarray(vectors, dtype=np.float32)
        n, dims = kept.shape
        if n <= MAX_EXACT:
            self._index: Any = faiss.IndexFlatL2(dims)
        else:
            n_cells = CELLS_PER_ROOT * round(n**0.5)
            self._index = faiss.IndexIVFFlat(faiss.IndexFlatL2(dims), dims, n_cells)
            self._index.cp.max_points_per_centroid = _TRAINED_PER_CELL
            self._index.nprobe = PROBED
            self._index.train(kept)
        self._index.add(kept)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def find(self, queries: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return rows, int64 [m, k'], and squared distances, float32 [m, k'], nearest first; k' = min(k, n).

        A query that is one of the vectors finds itself. Among cells fewer may be found: then the row is -1.
        """
        squared, rows = self._index.search(np.ascontiguousarray(queries, dtype=np.float32), min(k, len(self)))
        return rows, np.maximum(squared, 0.0)

    def __getstate__(self) -> bytes:
        serialised: bytes = _faiss().serialize_index(self._index).tobytes()
        return serialised

    def __setstate__(self, state: bytes) -> None:
        self._index = _faiss().deserialize_index(np.frombuffer(state, dtype=np.uint8))


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


def _faiss() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the bindings' own types, at their first import
        import faiss
    return faiss
