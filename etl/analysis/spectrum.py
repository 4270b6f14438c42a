"""The one short-time Fourier transform that serves every feature, in blocks that stay in the cache."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from recommender.similarity.features import HOP_LENGTH, N_FFT, SAMPLE_RATE

N_BINS = N_FFT // 2 + 1
FRAME_RATE = SAMPLE_RATE / HOP_LENGTH
"""Frames per second."""
BLOCK_FRAMES = 64
"""Frames handled at a time: a block's spectrum is 0.5 MB, so every feature finds it in the second-level cache."""


@dataclass(frozen=True, slots=True, eq=False)
class SpectrumBlock:
    """Some consecutive frames."""

    at: slice
    """Which frames of the sound."""
    magnitude: np.ndarray
    """float32 [frames, N_BINS]."""
    power: np.ndarray
    """float32 [frames, N_BINS], `magnitude` squared."""


def n_frames(n_samples: int) -> int:
    """Return the number of frames of a sound; frames are centred, so the first one stands at its first sample."""
    return 1 + n_samples // HOP_LENGTH


def bin_frequencies() -> np.ndarray:
    """Return the centre of each bin, Hz, float64 [N_BINS]."""
    return np.arange(N_BINS) * (SAMPLE_RATE / N_FFT)


def spectrum_blocks(samples: np.ndarray) -> Iterator[SpectrumBlock]:
    """Yield the spectrum of float32 [n] samples as `librosa.stft` defines it (Hann, centred, padded with zeros).

    The transform runs in double precision as librosa's does: near the Nyquist frequency a sound is so quiet that the
    rounding of single precision would show in the spectral contrast. The arrays of a block are overwritten by the
    next one.
    """
    stretch = np.empty((BLOCK_FRAMES - 1) * HOP_LENGTH + N_FFT)
    frames = np.lib.stride_tricks.sliding_window_view(stretch, N_FFT)[::HOP_LENGTH]
    windowed = np.empty((BLOCK_FRAMES, N_FFT))
    spectrum, rounded = (np.empty((BLOCK_FRAMES, N_BINS), kind) for kind in (np.complex128, np.complex64))
    magnitude, power = (np.empty((BLOCK_FRAMES, N_BINS), np.float32) for _ in range(2))
    for start in range(0, n_frames(len(samples)), BLOCK_FRAMES):
        _fill(stretch, samples, start * HOP_LENGTH - N_FFT // 2)
        n = min(BLOCK_FRAMES, n_frames(len(samples)) - start)
        np.einsum("ij,j->ij", frames[:n], _window(), out=windowed[:n])  # a third quicker than np.multiply
        np.fft.rfft(windowed[:n], axis=1, out=spectrum[:n])
        rounded[:n] = spectrum[:n]
        np.abs(rounded[:n], out=magnitude[:n])
        np.square(magnitude[:n], out=power[:n])
        yield SpectrumBlock(slice(start, start + n), magnitude[:n], power[:n])


def _fill(stretch: np.ndarray, samples: np.ndarray, first: int) -> None:
    """Copy samples from `first` on; where there are none, before the beginning and after the end, put zeros."""
    before = max(0, -first)
    part = samples[first + before : first + len(stretch)]
    stretch[:before] = 0.0
    stretch[before : before + len(part)] = part
    stretch[before + len(part) :] = 0.0


@cache
def _window() -> np.ndarray:
    """Return the periodic Hann window, float64 [N_FFT]."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
