"""Hubs: tracks that look close to everything. Mutual proximity asks how close a pair is *for both of them*.

Schnitzer, Flexer, Schedl, Widmer: Local and Global Scaling Reduce Hubs in Space, JMLR 13 (2012). The Gaussian
form needs two numbers per track: mean and standard deviation of its similarity to the catalogue's tracks, here
to a fixed random sample of them.
"""

import math
from dataclasses import dataclass

import numpy as np

SAMPLE_SIZE = 1000
FEW = 4_096
"""So many are worked out one by one: processes that serve need no SciPy, which takes a tenth of a second to load."""
_MIN_STD = 1e-3


@dataclass(frozen=True, eq=False)
class CosineStatistics:
    """How alike a track usually is to others: mean and standard deviation of cosines, float32 [m] each."""

    mean: np.ndarray
    std: np.ndarray


def measure_cosines(unit: np.ndarray, sample: np.ndarray, *, same: np.ndarray | None = None) -> CosineStatistics:
    """Return mean and standard deviation of the cosines of unit vectors [m, dims] to a sample [s, dims].

    Args:
        unit: the tracks in question.
        sample: other tracks of the catalogue.
        same: int [m], which row of the sample is the track itself (-1: none); a track does not count as its own
            neighbour.

    """
    if len(sample) == 0:
        return CosineStatistics(np.zeros(len(unit), np.float32), np.ones(len(unit), np.float32))
    cosine = unit @ sample.T
    total = cosine.sum(axis=1, dtype=np.float64)
    squares = np.einsum("ij,ij->i", cosine, cosine, dtype=np.float64)
    count = np.full(len(unit), len(sample), dtype=np.float64)
    if same is not None:
        inside = np.flatnonzero(same >= 0)
        own = cosine[inside, same[inside]].astype(np.float64)
        total[inside] -= own
        squares[inside] -= np.square(own)
        count[inside] -= 1
    count = np.maximum(count, 1)
    mean = total / count
    std = np.sqrt(np.maximum(squares / count - np.square(mean), 0.0))
    alone = std < _MIN_STD  # nothing to compare with: the cosine itself decides
    mean[alone], std[alone] = 0.0, 1.0
    return CosineStatistics(mean.astype(np.float32), std.astype(np.float32))


def distance(
    cosine: np.ndarray,
    *,
    mean: np.ndarray,
    std: np.ndarray,
    own_mean: float | np.ndarray,
    own_std: float | np.ndarray,
) -> np.ndarray:
    """Return 1 - mutual proximity of one track to k others, float64 [k], 0 (closest) .. 1; or of several, [m, k].

    It is the complement, since among 100,000 tracks the proximities of near ones all round to 1.
    """
    by_other = _normal_cdf((mean - cosine).astype(np.float64) / std)
    by_own = _normal_cdf((own_mean - cosine).astype(np.float64) / own_std)
    result: np.ndarray = by_other + by_own - by_other * by_own
    return result


def distance_of_the_same(mean: float, std: float) -> float:
    """Return how far the same sound once more would be from a track with these statistics, 0..1."""
    tail = 0.5 * math.erfc((1.0 - mean) / (std * math.sqrt(2.0)))
    return 2.0 * tail - tail * tail


def _normal_cdf(deviations: np.ndarray) -> np.ndarray:
    """Return the standard normal distribution function, float64 in the shape of `deviations`."""
    if deviations.size > FEW:
        from scipy.special import ndtr  # an index is built

        cdf: np.ndarray = ndtr(deviations)
        return cdf
    scaled = (deviations * -math.sqrt(0.5)).ravel().tolist()
    return 0.5 * np.fromiter(map(math.erfc, scaled), np.float64, len(scaled)).reshape(deviations.shape)
