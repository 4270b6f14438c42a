"""One byte a track and quantity: enough for a colour, a size or an axis."""

from dataclasses import dataclass

import numpy as np

from recommender.room.quantities.quantity import Origin, Quantity, Scale
from recommender.room.quantities.values import Categories, Numbers, Values

UNKNOWN = 255
STEPS = 254
"""The largest byte that stands for a value."""
_CUT_SHARE = 0.005
"""Of the values at either end: there the scale ends, so that one odd track does not take all of it."""
_CUT_FROM = 200
"""Tracks from which values are cut; of fewer each counts."""


@dataclass(frozen=True, eq=False)
class EncodedColumn:
    """A quantity as it is sent."""

    name: str
    unit: str
    scale: Scale
    origin: Origin
    low: float
    """What byte 0 stands for, as `high` for `STEPS`; values beyond count as the end. 0 for categories."""
    high: float
    categories: tuple[str, ...]
    """Empty for numbers."""
    data: np.ndarray
    """uint8 [n]; `UNKNOWN` where it is not known."""


def encode(quantity: Quantity, values: Values) -> EncodedColumn:
    """Return the column of a quantity."""
    if isinstance(values, Categories):
        low, high, names = 0.0, 0.0, values.names
        data = np.where(values.codes >= 0, values.codes, UNKNOWN).astype(np.uint8)
    else:
        low, high = ends(values, is_log=quantity.scale == "log")
        names = ()
        data = _bytes(values, low, high, is_log=quantity.scale == "log")
    return EncodedColumn(
        name=quantity.name, unit=quantity.unit, scale=quantity.scale, origin=quantity.origin,
        low=low, high=high, categories=names, data=data,
    )  # fmt: skip


def decode(column: EncodedColumn) -> np.ndarray:
    """Return the numbers, or the places in the categories, float64 [n]; NaN where it is not known."""
    values = column.data.astype(np.float64)
    if column.scale == "linear":
        values = column.low + (column.high - column.low) * values / STEPS
    elif column.scale == "log":
        values = column.low * (column.high / column.low) ** (values / STEPS)
    # Last, for 1 to the power of NaN is 1.
    return np.where(column.data == UNKNOWN, np.nan, values)


def ends(values: Numbers, *, is_log: bool) -> tuple[float, float]:
    """Return the ends of the scale; of a logarithmic one both are above 0, also where nothing is known."""
    known = values.ascending[values.ascending > 0] if is_log else values.ascending
    if not len(known):
        return (1.0, 1.0) if is_log else (0.0, 0.0)
    low, high = float(known[0]), float(known[-1])
    if len(known) >= _CUT_FROM:
        inner_low, inner_high = np.quantile(known, [_CUT_SHARE, 1 - _CUT_SHARE]).tolist()
        if inner_low < inner_high:
            return inner_low, inner_high
    return low, high


def _bytes(values: Numbers, low: float, high: float, *, is_log: bool) -> np.ndarray:
    numbers = values.values.astype(np.float64)
    known = values.is_known
    inside = np.clip(np.where(known, numbers, low), low, high)
    if high <= low:
        share = np.zeros(len(numbers))
    elif is_log:
        share = np.log(inside / low) / np.log(high / low)
    else:
        share = (inside - low) / (high - low)
    return np.where(known, np.rint(share * STEPS), UNKNOWN).astype(np.uint8)
