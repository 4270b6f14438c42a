"""The one declaration of what is measured in a sound; columns and fingerprint are derived from it.

Frame-wise features are summarised by seven moments and named as FMA's `features.csv` names them
(`feature`, `statistics`, `number`), so that published rows can stand in for computed ones.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

SAMPLE_RATE = 22_050
N_FFT = 2048
HOP_LENGTH = 512
ANALYSED_MIDDLE_S = 120.0
"""At most this much of the middle of a file is analysed, seconds."""

REVISION = 1
"""Raised whenever the analysis would give the same sound other numbers; part of the fingerprint."""

MOMENTS = ("kurtosis", "max", "mean", "median", "min", "skew", "std")
"""In FMA's order; kurtosis is excess kurtosis."""


@dataclass(frozen=True)
class FrameFeature:
    """A feature with one value per frame and band, kept as its moments over time."""

    name: str
    bands: int


FRAME_FEATURES = (
    FrameFeature("mfcc", 20),
    FrameFeature("spectral_centroid", 1),
    FrameFeature("zcr", 1),
    FrameFeature("spectral_contrast", 7),
)

FLUCTUATION_MEL_BANDS = 20
FLUCTUATION_RATES = 8
"""Modulation rates per mel band; see `etl.analysis.fluctuation` for their frequencies."""


class Column(NamedTuple):
    """FMA's three header rows: feature, statistic, two-digit number from 01."""

    feature: str
    statistic: str
    number: str


def _declared_columns() -> tuple[Column, ...]:
    moments = [
        Column(feature.name, moment, f"{band:02d}")
        for feature in FRAME_FEATURES
        for moment in MOMENTS
        for band in range(1, feature.bands + 1)
    ]
    fluctuation = [
        Column("fluctuation", f"rate_{rate}", f"{band:02d}")
        for rate in range(1, FLUCTUATION_RATES + 1)
        for band in range(1, FLUCTUATION_MEL_BANDS + 1)
    ]
    return (*moments, *fluctuation)


COLUMNS = _declared_columns()
N_COLUMNS = len(COLUMNS)


@cache
def columns_of(feature: str) -> slice:
    """Return where the block of `feature` stands in a vector."""
    positions = [i for i, column in enumerate(COLUMNS) if column.feature == feature]
    if not positions:
        raise KeyError(feature)
    return slice(positions[0], positions[-1] + 1)


def fingerprint(analysed_middle_s: float = ANALYSED_MIDDLE_S) -> str:
    """Return the identity of the declaration, 12 hex digits: columns, frames and the part that is analysed."""
    parts = [f"{REVISION}/{SAMPLE_RATE}/{N_FFT}/{HOP_LENGTH}/{analysed_middle_s:g}"]
    parts += [".".join(column) for column in COLUMNS]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
