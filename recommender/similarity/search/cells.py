"""The nearest of many vectors by straight distance: exact among some ten thousand, by cells among more.

Here every track of a library is asked at once, in a job; the index answers for one track at a time. This is the only
module that knows faiss, which is imported where it works: never in a web process.
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

    def look_into(self, n_cells: int) -> None:
        """Look into so many cells from now on; among few vectors there are none, and all are compared."""
        if hasattr(self._index, "nprobe"):
            self._index.nprobe = n_cells

    def order_by_cell(self, vectors: np.ndarray) -> np.ndarray:
        """Return an order of the vectors, int64 [n], in which near ones mostly follow each other; else as they are.

        Asked in this order, what one of them needs is still at hand for the next.
        """
        if not hasattr(self._index, "quantizer"):
            return np.arange(len(vectors))
        _, cells = self._index.quantizer.search(np.ascontiguousarray(vectors, dtype=np.float32), 1)
        order: np.ndarray = np.argsort(cells[:, 0], kind="stable")
        return order

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


def _faiss() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the bindings' own types, at their first import
        import faiss
    return faiss
