"""Spectral contrast (Jiang et al. 2002): level of the peaks over the valleys in seven octave bands, as librosa's."""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from etl.analysis.mel import decibels
from etl.analysis.spectrum import bin_frequencies

N_BANDS = 7
LOWEST_HZ = 200.0
QUANTILE = 0.02
"""Share of a band's bins that make its valley, and as many its peak; one at least."""


@dataclass(frozen=True, eq=False)
class _Band:
    bins: slice
    k: int
    """How many bins make its valley, and how many its peak."""

    @cached_property
    def share(self) -> np.ndarray:
        """What each of them counts, float32 [k]."""
        return np.full(self.k, 1 / self.k, np.float32)


@cache
def _bands() -> tuple[_Band, ...]:
    frequencies = bin_frequencies()
    edges = np.concatenate([[0.0], LOWEST_HZ * 2.0 ** np.arange(N_BANDS)])
    bands = []
    for number, (low, high) in enumerate(pairwise(edges)):
        inside = np.flatnonzero((frequencies >= low) & (frequencies <= high))
        first, last = int(inside[0]), int(inside[-1])
        if number > 0:
            first -= 1
        highest = number == N_BANDS - 1
        if highest:
            last = len(frequencies) - 1
        k = max(1, int(np.rint(QUANTILE * (last - first + 1))))
        bands.append(_Band(slice(first, last + 1 if highest else last), k))
    return tuple(bands)


@cache
def _narrow_starts() -> np.ndarray:
    """Return where the lowest bands begin, of which one bin makes the peak, and where the next one does."""
    narrow = [band.bins for band in _bands() if band.k == 1]
    assert all(low.stop == high.start for low, high in pairwise(narrow))
    return np.array([*(bins.start for bins in narrow), narrow[-1].stop])


def peaks_and_valleys(magnitude: np.ndarray, peaks: np.ndarray, valleys: np.ndarray) -> None:
    """Write the mean of the highest and of the lowest bins of each band, float32 [frames, N_BANDS] each."""
    *starts, end = _narrow_starts()
    n_narrow = len(starts)
    np.maximum.reduceat(magnitude[:, :end], starts, axis=1, out=peaks[:, :n_narrow])
    np.minimum.reduceat(magnitude[:, :end], starts, axis=1, out=valleys[:, :n_narrow])
    for number, band in enumerate(_bands()[n_narrow:], start=n_narrow):
        # numpy sorts float32 by vector instructions, five times as fast as it partitions at two places
        ordered = np.sort(magnitude[:, band.bins], axis=1)
        np.matmul(ordered[:, : band.k], band.share, out=valleys[:, number])
        np.matmul(ordered[:, -band.k :], band.share, out=peaks[:, number])


def contrast(peaks: np.ndarray, valleys: np.ndarray) -> np.ndarray:
    """Return peaks over valleys in dB, float32 [frames, N_BANDS]."""
    difference: np.ndarray = decibels(peaks) - decibels(valleys)
    return difference
