"""What is measured in a sound and shown in the room: numbers that need no model, with their units."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recommender.similarity.features import COLUMNS


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One number a track, made of its raw feature vector."""

    name: str
    unit: str
    """Empty for a share or a plain number."""
    columns: tuple[int, ...]
    """Where its numbers stand in a raw vector."""
    combine: Literal["mean", "sum"] = "mean"

    def of(self, raw: np.ndarray) -> np.ndarray:
        """Return float32 [m] of raw vectors [m, n_columns]; NaN where one of its numbers is missing."""
        numbers = np.asarray(raw)[:, list(self.columns)]
        combined = numbers.sum(axis=1) if self.combine == "sum" else numbers.mean(axis=1)
        return np.asarray(combined, dtype=np.float32)


def _columns(feature: str, statistic: str | None = None) -> tuple[int, ...]:
    return tuple(
        i for i, column in enumerate(COLUMNS) if column.feature == feature and statistic in (None, column.statistic)
    )


MEASURES = (
    Measure(name="brightness", unit="Hz", columns=_columns("spectral_centroid", "mean")),
    Measure(name="noisiness", unit="", columns=_columns("zcr", "mean")),
    Measure(name="contrast", unit="dB", columns=_columns("spectral_contrast", "mean")),
    # the loudness of all bands together is about 1, so the sum over bands is how much of it moves
    Measure(name="rhythm_strength", unit="", columns=_columns("fluctuation"), combine="sum"),
)
"""Mean of the spectral centroid, of the share of zero crossings, and of peaks over valleys in seven octave bands; the
loudness that rises and falls at 0.25 to 10.5 Hz, weighted as it is heard."""


def measure(raw: np.ndarray) -> np.ndarray:
    """Return float32 [m, len(MEASURES)], in their order, of raw vectors [m, n_columns]; NaN where unknown."""
    return np.stack([each.of(raw) for each in MEASURES], axis=1)
