"""The thirteen features of one sound, how each was come by, and what the estimates are learnt from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from msgspec import Struct

from recommender.prediction.sound.audio_features import NAMES, AudioFeatures

How = Literal["measured", "estimated"]
WEAK_R2 = 0.3
"""An estimate that explains less of a feature than this, by artists it has not seen, is flagged."""
PERCEPTUAL = ("acousticness", "danceability", "energy", "instrumentalness", "liveness", "speechiness", "valence")
"""What only a model of the Echo Nest's judgement can say, each 0..1."""


class FeatureValue(Struct, frozen=True, kw_only=True):
    """One feature of one sound."""

    name: str
    value: float
    how: How
    trust: float | None = None
    """R2 of the estimate by unseen artists; None for what is measured, or was never held against the truth."""
    is_weak: bool = False
    """Whether the value says little: an estimate with a low R2, or without one."""


class SoundDescription(Struct, frozen=True, kw_only=True):
    """All thirteen features of one sound, in the order of `popularity.features.NAMES`."""

    features: tuple[FeatureValue, ...]

    def audio(self) -> AudioFeatures:
        """Return the bare values."""
        return AudioFeatures(**{feature.name: feature.value for feature in self.features})


def describe(values: dict[str, float], trust: dict[str, float]) -> SoundDescription:
    """Return the thirteen with where they come from; `trust` has the R2 of each perceptual one."""
    return SoundDescription(features=tuple(_feature(name, values[name], trust) for name in NAMES))


def _feature(name: str, value: float, trust: dict[str, float]) -> FeatureValue:
    if name in PERCEPTUAL:
        return FeatureValue(
            name=name, value=value, how="estimated", trust=trust[name], is_weak=not trust[name] >= WEAK_R2
        )
    if name == "time_signature":
        return FeatureValue(name=name, value=value, how="estimated", is_weak=True)
    return FeatureValue(name=name, value=value, how="measured")


@dataclass(frozen=True, eq=False)
class Misses:
    """How far estimates were off, for tracks whose artist was not trained on."""

    estimates: np.ndarray
    """float [m, 7], in the order of `PERCEPTUAL`."""
    residuals: np.ndarray
    """float [m, 7]: truth minus estimate."""


@dataclass(frozen=True, eq=False)
class DescriptorTable:
    """Tracks with FMA's MFCC statistics and the Echo Nest's judgement, row by row."""

    inputs: np.ndarray
    """float32 [n, N_INPUTS], in the order of `features.INPUTS`."""
    targets: np.ndarray
    """float64 [n, 7], in the order of `PERCEPTUAL`, each 0..1."""
    artists: np.ndarray
    """str [n]: what folds are made by; the track's own id where the artist is unknown."""
    n_artists_known: int
    """Rows whose artist is known."""
    n_left_out: int = 0
    """Rows of `features.csv` that are empty, or whose track has no metrics."""
    data_up_to: datetime | None = None
    """The newest date that the tables tell; None when they tell none."""

    def __len__(self) -> int:
        return len(self.inputs)
