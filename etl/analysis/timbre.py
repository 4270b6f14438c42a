"""MFCC, spectral centroid and zero-crossing rate, equal to librosa's with its defaults."""

from functools import cache

import numpy as np

from etl.analysis.mel import N_MELS
from etl.analysis.spectrum import bin_frequencies
from recommender.similarity.features import HOP_LENGTH, N_FFT

N_MFCC = 20
ZERO_THRESHOLD = np.float32(1e-10)


@cache
def _dct_basis() -> np.ndarray:
    """Return the orthonormal cosine transform of type II, float32 [N_MELS, N_MFCC]."""
    halves, order = np.arange(1, 2 * N_MELS, 2)[:, None], np.arange(N_MFCC)
    cosines = np.sqrt(2 / N_MELS) * np.cos(np.pi / (2 * N_MELS) * halves * order)
    cosines[:, 0] /= np.sqrt(2)
    basis: np.ndarray = cosines.astype(np.float32)
    return basis


def mfcc(mel_db: np.ndarray) -> np.ndarray:
    """Return float32 [frames, N_MFCC]: the first coefficients of the cosine transform of mel levels in dB."""
    coefficients: np.ndarray = mel_db @ _dct_basis()
    return coefficients


@cache
def _centroid_weights() -> np.ndarray:
    frequencies = bin_frequencies()
    return np.stack([frequencies, np.ones_like(frequencies)], axis=1).astype(np.float32)


def spectral_centroid(magnitude: np.ndarray) -> np.ndarray:
    """Return the mean frequency of each frame, Hz, float32 [frames]; 0 for a frame without sound."""
    weighted, total = (magnitude @ _centroid_weights()).T
    tiny = np.finfo(np.float32).tiny
    mean: np.ndarray = np.where(total < tiny, weighted, weighted / np.maximum(total, tiny))
    return mean


def zero_crossing_rate(samples: np.ndarray) -> np.ndarray:
    """Return the share of samples at which the sign changes, float32 [frames].

    Changes are counted once per hop, 64 to a machine word, and a frame is the sum of its hops. Librosa pads with the
    edge values, which adds no change.
    """
    n_hops = len(samples) // HOP_LENGTH + N_FFT // HOP_LENGTH
    changes = np.zeros(n_hops * HOP_LENGTH, bool)
    below = samples < -ZERO_THRESHOLD
    np.not_equal(below[1:], below[:-1], out=changes[N_FFT // 2 + 1 : N_FFT // 2 + len(samples)])
    per_hop = np.bitwise_count(np.packbits(changes).view(np.uint64)).reshape(n_hops, -1).sum(axis=1, dtype=np.int32)
    per_frame = np.lib.stride_tricks.sliding_window_view(per_hop, N_FFT // HOP_LENGTH).sum(axis=1)
    per_frame -= changes[::HOP_LENGTH][: len(per_frame)]  # a change at a frame's first sample has its start outside
    return np.asarray(per_frame / N_FFT, dtype=np.float32)
