"""From columns by name to the matrix that a model reads, the one place where names become positions."""

from collections.abc import Mapping, Sequence

import numpy as np


def stack_columns(
    columns: Mapping[str, np.ndarray | float], names: Sequence[str], *, n: int, dtype: type[np.floating] = np.float64
) -> np.ndarray:
    """Return the columns in the order of `names`, [n, len(names)]; a single number stands for a whole column.

    Raises ValueError for a column that is missing, unknown, or not of length `n`.
    """
    if columns.keys() != set(names) or len(columns) != len(names):
        missing, unknown = sorted(set(names) - columns.keys()), sorted(columns.keys() - set(names))
        raise ValueError(f"columns missing: {missing}; unknown: {unknown}; {len(names)} wanted, each once")
    matrix = np.empty((n, len(names)), dtype=dtype)
    for position, name in enumerate(names):
        if (shape := np.shape(columns[name])) not in ((), (n,)):
            raise ValueError(f"column {name!r} has the shape {shape}, wanted is {(n,)}")
        matrix[:, position] = columns[name]
    return matrix
