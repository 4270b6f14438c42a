"""The mel spectrogram, multiplied band by band because most of the filter bank is zero.

The filters are those of Slaney's Auditory Toolbox (1998): triangles of equal area, on a scale that is linear up to
1 kHz and logarithmic above. librosa's are the same to the last bit, but loading it takes longer than an analysis.
"""

from functools import cache

import numpy as np

from etl.analysis.spectrum import N_BINS
from recommender.similarity.features import N_FFT, SAMPLE_RATE

N_MELS = 128
DYNAMIC_RANGE_DB = 80.0
_GROUP = 16
"""Filters multiplied at a time: neighbours share their bins."""
_LINEAR_HZ = 1000.0
"""Up to here the scale is linear."""
_HZ_PER_MEL = 200.0 / 3
_OCTAVES_STEP = np.log(6.4) / 27
"""Natural logarithm of the ratio of neighbours above that."""


def mel_frequencies(n: int, *, max_hz: float) -> np.ndarray:
    """Return `n` frequencies from 0 to `max_hz` in equal steps of the scale, float64 [n]."""
    linear_mels = _LINEAR_HZ / _HZ_PER_MEL
    max_mel = max_hz / _HZ_PER_MEL
    if max_hz >= _LINEAR_HZ:
        max_mel = linear_mels + np.log(max_hz / _LINEAR_HZ) / _OCTAVES_STEP
    mels = np.linspace(0.0, max_mel, n)
    above = _LINEAR_HZ * np.exp(_OCTAVES_STEP * (mels - linear_mels))
    return np.where(mels >= linear_mels, above, _HZ_PER_MEL * mels)


def mel_filters(rate: int) -> np.ndarray:
    """Return the filters from 0 Hz to half of the sample rate, float32 [N_MELS, N_BINS]."""
    corners = mel_frequencies(N_MELS + 2, max_hz=rate / 2)
    away = corners[:, None] - np.fft.rfftfreq(N_FFT, 1 / rate)
    width = np.diff(corners)[:, None]
    slopes = np.minimum(-away[:-2] / width[:-1], away[2:] / width[1:])
    triangles: np.ndarray = np.maximum(0.0, slopes).astype(np.float32)
    triangles *= 2.0 / (corners[2:] - corners[:-2])[:, None]
    return triangles


@cache
def _groups(rate: int) -> tuple[tuple[slice, slice, np.ndarray], ...]:
    bank = mel_filters(rate)
    groups = []
    for first in range(0, N_MELS, _GROUP):
        filters = bank[first : first + _GROUP]
        used = np.flatnonzero(filters.any(axis=0))
        bins = slice(int(used[0]), int(used[-1]) + 1)
        groups.append((slice(first, first + _GROUP), bins, np.ascontiguousarray(filters[:, bins].T)))
    return tuple(groups)


def mel_power(power: np.ndarray, out: np.ndarray, *, rate: int = SAMPLE_RATE) -> None:
    """Write the mel bands, float32 [frames, N_MELS], of a power spectrum, float32 [frames, N_BINS]."""
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
