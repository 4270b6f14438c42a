"""The knobs of a song: its features in standard deviations of the library, so that one turn compares with another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.room.measures import MEASURES
from recommender.room.quantities.described import JUDGED
from recommender.room.quantities.quantity import Quantity, read_column
from recommender.room.quantities.sources import Listening, RoomLibrary, Sources
from recommender.room.quantities.table import QUANTITIES
from recommender.room.quantities.values import Numbers

KNOBS = ("tempo", "loudness", *(measure.name for measure in MEASURES), *JUDGED)
"""Names of quantities, all of them numbers."""
_BEYOND = 0.1
"""Of the library's range, that a knob can be turned beyond it at either end."""


@dataclass(frozen=True, eq=False)
class Knob:
    """One feature of every track in the map."""

    quantity: Quantity
    column: Numbers

    @property
    def name(self) -> str:
        """Of the quantity."""
        return self.quantity.name

    @cached_property
    def standard(self) -> np.ndarray:
        """Return the values in standard deviations from the mean, float32 [n]; NaN where it is not known."""
        scaled: np.ndarray = (self._scale(self.column.values) - self._mean) / self._std
        return scaled

    def standardise(self, value: float) -> float:
        """Return one value in standard deviations from the mean."""
        return float((self._scale(np.array([value], dtype=np.float32))[0] - self._mean) / self._std)

    @cached_property
    def limits(self) -> tuple[float, float]:
        """Return between which values the knob turns: those of the library, and a little beyond; shares are 0 to 1.

        What is below 0 of no track cannot be turned below it.
        """
        low, high = float(self.column.ascending[0]), float(self.column.ascending[-1])
        if self.name in JUDGED:
            return 0.0, 1.0
        if self._is_log:
            step = (high / low) ** _BEYOND
            return low / step, high * step
        margin = _BEYOND * (high - low)
        return low - margin if low < 0 else max(low - margin, 0.0), high + margin

    def value(self, row: int) -> float:
        """Return the value of a row; NaN where it is not known."""
        return float(self.column.values[row])

    @property
    def _is_log(self) -> bool:
        return self.quantity.scale == "log" and bool(self.column.ascending[0] > 0)

    def _scale(self, values: np.ndarray) -> np.ndarray:
        return np.log(np.maximum(values, np.float32(1e-6))) if self._is_log else values

    @cached_property
    def _mean(self) -> np.float32:
        return np.float32(self._scale(self.column.ascending).mean(dtype=np.float64))

    @cached_property
    def _std(self) -> np.float32:
        """Of a feature that is the same everywhere, 1: no value of it is near another."""
        std = float(self._scale(self.column.ascending).std(dtype=np.float64))
        return np.float32(std if std > 0 else 1.0)


def find_knobs(library: RoomLibrary) -> Mapping[str, Knob]:
    """Return the knobs that this library has: those of which at least one track's value is known."""
    sources = Sources(library, Listening.nothing(len(library.seen.catalogue)))
    knobs = {}
    for name in KNOBS:
        quantity = QUANTITIES[name]
        if quantity.missing(library):
            continue
        column = read_column(quantity, sources)
        assert isinstance(column, Numbers)
        if len(column.ascending):
            knobs[name] = Knob(quantity, column)
    return knobs
