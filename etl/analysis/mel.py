"""The mel spectrogram: librosa's filters, multiplied band by band because most of the filter bank is zero."""

from functools import cache

import librosa
import numpy as np

from etl.analysis.spectrum import N_BINS
from recommender.similarity.features import N_FFT, SAMPLE_RATE

N_MELS = 128
DYNAMIC_RANGE_DB = 80.0
_GROUP = 16
"""Filters multiplied at a time: neighbours share their bins."""


@cache
def _groups(rate: int) -> tuple[tuple[slice, slice, np.ndarray], ...]:
    bank = librosa.filters.mel(sr=rate, n_fft=N_FFT, n_mels=N_MELS)
    groups = []
    for first in range(0, N_MELS, _GROUP):
        filters = bank[first : first + _GROUP]
        used = np.flatnonzero(filters.any(axis=0))
        bins = slice(int(used[0]), int(used[-1]) + 1)
        groups.append((slice(first, first + _GROUP), bins, np.ascontiguousarray(filters[:, bins].T)))
    return tuple(groups)


def mel_power(power: np.ndarray, out: np.ndarray, *, rate: int = SAMPLE_RATE) -> None:
    """Write the mel bands, float32 [frames, N_MELS], of a power spectrum, float32 [frames, N_BINS].

    The filters are librosa's (Slaney's), from 0 Hz to half of the sample rate.
    """
    assert power.shape[1] == N_BINS
    for mels, bins, weights in _groups(rate):
        np.matmul(power[:, bins], weights, out=out[:, mels])


def decibels(power: np.ndarray, *, range_db: float = DYNAMIC_RANGE_DB) -> np.ndarray:
    """Return 10 log10 of `power` in float32, not lower than `range_db` below the loudest value of all.

    The same as `librosa.power_to_db` with its defaults.
    """
    level = np.log10(np.maximum(power, np.float32(1e-10)))
    level *= np.float32(10)
    lowest = level.max() - np.float32(range_db)
    floored: np.ndarray = np.maximum(level, lowest, out=level)
    return floored
