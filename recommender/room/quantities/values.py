"""One value a track, and how large a value is in this library."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

MAX_CATEGORIES = 255
"""A byte minus the mark of what is not known."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers of one quantity."""

    values: np.ndarray
    """float32 [n]; NaN where it is not known."""

    @property
    def is_known(self) -> np.ndarray:
        """Return where it is known, bool [n]."""
        return np.asarray(np.isfinite(self.values))

    @cached_property
    def ascending(self) -> np.ndarray:
        """Return the known values from the smallest to the largest, float32."""
        return np.sort(self.values[self.is_known])

    def level(self, value: float) -> float | None:
        """Return the share of the known values that are smaller, 0..1; None where none is known."""
        if not len(self.ascending):
            return None
        return float(np.searchsorted(self.ascending, np.float32(value), side="left")) / len(self.ascending)


@dataclass(frozen=True, eq=False)
class Categories:
    """One of a few words a track."""

    names: tuple[str, ...]
    """At most `MAX_CATEGORIES`."""
    codes: np.ndarray
    """int16 [n]: a place in `names`; -1 where it is not known."""

    @property
    def is_known(self) -> np.ndarray:
        """Return where it is known, bool [n]."""
        return np.asarray(self.codes >= 0)

    def text(self, row: int) -> str:
        """Return the word of a row; empty where it is not known."""
        code = int(self.codes[row])
        return self.names[code] if code >= 0 else ""


Values = Numbers | Categories
