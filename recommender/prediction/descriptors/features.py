"""What descriptors are estimated from: the MFCC statistics of FMA's recipe, which one's own files have, too."""

import hashlib
from dataclasses import dataclass

import numpy as np

from recommender.similarity.features import COLUMNS, columns_of

OWN_RATE = 44_100
"""Samples a second at which the recipe is followed: FMA analysed clips at their own rate, which is mostly this."""
MIDDLE_S = 30.0
"""FMA's clips are the middle 30 s of a track."""
INPUTS = COLUMNS[columns_of("mfcc")]
N_INPUTS = len(INPUTS)
FINGERPRINT = hashlib.sha256("\n".join([f"{OWN_RATE}/{MIDDLE_S}", *map(".".join, INPUTS)]).encode()).hexdigest()[:12]
_FARTHEST = 4.0
"""Standard deviations beyond which an input says no more: kurtosis has long tails."""


@dataclass(frozen=True, eq=False)
class Scaling:
    """Mean and standard deviation of each input over the training tracks."""

    mean: np.ndarray
    std: np.ndarray

    @classmethod
    def fit(cls, inputs: np.ndarray) -> "Scaling":
        """Measure `inputs`, [n, N_INPUTS]."""
        std = inputs.std(axis=0, dtype=np.float64)
        return cls(inputs.mean(axis=0, dtype=np.float64), np.where(std > 0, std, 1.0))

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        """Return standard scores, float64, cut at four."""
        scores: np.ndarray = np.clip((inputs - self.mean) / self.std, -_FARTHEST, _FARTHEST)
        return scores
