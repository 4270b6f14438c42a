"""Hubs: tracks that look close to everything. Mutual proximity asks how close a pair is *for both of them*.

Schnitzer, Flexer, Schedl, Widmer: Local and Global Scaling Reduce Hubs in Space, JMLR 13 (2012). The Gaussian
form needs two numbers per track: mean and standard deviation of its similarity to the catalogue's tracks, here
to a fixed random sample of them.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

SAMPLE_SIZE = 1000
_LEAST_SPREAD = 1e-3


@dataclass(frozen=True, eq=False)
class Usual:
    """How alike a track usually is to others: mean and standard deviation of cosines, float32 [m] each."""

    similarity: np.ndarray
    spread: np.ndarray


def usual_similarities(unit: np.ndarray, sample: np.ndarray, *, same: np.ndarray | None = None) -> Usual:
    """Return what is usual for unit vectors [m, dims], measured against a sample [s, dims].

    Args:
        unit: the tracks in question.
        sample: other tracks of the catalogue.
        same: int [m], which row of the sample is the track itself (-1: none); a track does not count as its own
            neighbour.

    """
    if len(sample) == 0:
        return Usual(np.zeros(len(unit), np.float32), np.ones(len(unit), np.float32))
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
    spread = np.sqrt(np.maximum(squares / count - np.square(mean), 0.0))
    alone = spread < _LEAST_SPREAD  # nothing to compare with: the cosine itself decides
    mean[alone], spread[alone] = 0.0, 1.0
    return Usual(mean.astype(np.float32), spread.astype(np.float32))


def unlikeness(
    cosine: np.ndarray, *, similarity: np.ndarray, spread: np.ndarray, own_similarity: float, own_spread: float
) -> np.ndarray:
    """Return 1 - mutual proximity of one track to k others, float64 [k], 0 (closest) .. 1.

    Kept as the complement: among 100,000 tracks the near ones differ only where 1 - x has no digits left.
    """
    by_other = ndtr((similarity - cosine).astype(np.float64) / spread)
    by_own = ndtr((own_similarity - cosine).astype(np.float64) / own_spread)
    result: np.ndarray = by_other + by_own - by_other * by_own
    return result
