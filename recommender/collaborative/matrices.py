"""scipy's sparse matrices of interactions: for training and for many profiles at once, never for serving."""

from typing import Any

import numpy as np

from recommender.collaborative.records import Interactions


def as_matrix(profiles: Interactions, values: np.ndarray) -> Any:
    """Return a float32 `csr_array` [n_listeners, n_items] with `values` [n] in the cells of `profiles`."""
    from scipy.sparse import csr_array

    shape = (profiles.n_listeners, profiles.n_items)
    return csr_array((values.astype(np.float32), profiles.items, profiles.starts), shape=shape)


def keep_largest(matrix: Any, n: int) -> Any:
    """Return a `csr_array` with the `n` largest values of each row; of equal ones the first column."""
    from scipy.sparse import csr_array

    lengths = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(len(lengths)), lengths)
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    place = np.arange(len(rows)) - np.repeat(matrix.indptr[:-1], lengths)
    kept = np.sort(order[place < n])
    starts = np.concatenate([[0], np.cumsum(np.minimum(lengths, n))])
    return csr_array((matrix.data[kept], matrix.indices[kept], starts), shape=matrix.shape)


def without_diagonal(matrix: Any) -> Any:
    """Return a `csr_array` whose diagonal is empty."""
    from scipy.sparse import coo_array

    cells = coo_array(matrix)
    off = cells.row != cells.col
    return coo_array((cells.data[off], (cells.row[off], cells.col[off])), shape=cells.shape).tocsr()


def dense(matrix: Any) -> np.ndarray:
    """Return a sparse product as float32 [rows, columns]."""
    values: np.ndarray = np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix, dtype=np.float32)
    return values
