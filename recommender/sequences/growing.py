"""Arrays that grow at their end, for what is learned while it is asked."""

import numpy as np
from numpy.typing import DTypeLike

_FIRST_CAPACITY = 4


class GrowingArray:
    """A one-dimensional array; adding n values takes O(n) on average."""

    def __init__(self, dtype: DTypeLike, values: np.ndarray | None = None) -> None:
        """Begin with a copy of `values` [n], or empty."""
        self._kept = np.zeros(_FIRST_CAPACITY, dtype=dtype)
        self._n = 0
        if values is not None:
            self.extend(values)

    @classmethod
    def within(cls, room: np.ndarray, n: int) -> "GrowingArray":
        """Return the first `n` values of `room`, growing into the rest of it before anything is copied."""
        array = cls(room.dtype)
        array._kept, array._n = room, n
        return array

    def __len__(self) -> int:
        return self._n

    @property
    def values(self) -> np.ndarray:
        """What is held, [n]; a view that the next growth leaves behind."""
        return self._kept[: self._n]

    def append(self, value: float) -> None:
        """Add one value at the end."""
        self._reserve(self._n + 1)
        self._kept[self._n] = value
        self._n += 1

    def extend(self, values: np.ndarray) -> None:
        """Add values at the end."""
        end = self._n + len(values)
        self._reserve(end)
        self._kept[self._n : end] = values
        self._n = end

    def resize(self, n: int) -> None:
        """Grow to at least `n` values, the new ones 0."""
        self._reserve(n)
        self._n = max(self._n, n)

    def _reserve(self, n: int) -> None:
        if n > len(self._kept):
            grown = np.zeros(max(n, 2 * len(self._kept)), dtype=self._kept.dtype)
            grown[: self._n] = self.values
            self._kept = grown
