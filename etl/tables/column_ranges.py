"""Which column keeps the rows of a table from being used, told by a sample."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from recommender.errors import BadInput

_MIN_LONGEST_MS = 10_000


class ColumnRange(NamedTuple):
    """What the numbers of a column must be."""

    name: str
    low: float
    high: float


def are_within(numbers: np.ndarray, ranges: Sequence[ColumnRange]) -> np.ndarray:
    """Return which cells of float64 [n, columns] are numbers within the range of their column, bool."""
    lows, highs = (np.array([getattr(column, end) for column in ranges]) for end in ("low", "high"))
    within: np.ndarray = (numbers >= lows) & (numbers <= highs)
    return within


def require_milliseconds(durations_ms: np.ndarray, path: Path) -> None:
    """Raise `BadInput` when no song of a table, float64 [n], is longer than a few seconds."""
    longest_ms = float(durations_ms.max())
    if longest_ms < _MIN_LONGEST_MS:
        raise BadInput(
            f"{path}: duration_ms is {longest_ms:g} for the longest song, milliseconds are expected; if these are "
            "seconds, multiply the column by 1000"
        )


def worst_column(frame: pd.DataFrame, within: np.ndarray, ranges: Sequence[ColumnRange]) -> str:
    """Say of the column with the most unusable cells what its first one holds; empty when all can be used.

    `within` is that of `are_within`; rows are counted from 1 below the header.
    """
    n_bad = (~within).sum(axis=0)
    if not n_bad.any():
        return ""
    column = ranges[int(n_bad.argmax())]
    row = int((~within[:, n_bad.argmax()]).argmax())
    cell = str(frame[column.name].iloc[row])[:40]
    return (
        f"{column.name} is {cell!r} in row {row + 1}, a number from {column.low:g} to {column.high:g} is expected "
        f"({n_bad.max():,} of {len(within):,} rows)"
    )
