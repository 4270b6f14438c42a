"""Fluctuation patterns (Pampalk et al. 2002): how strongly each pitch region's loudness moves, at eight rates."""

from functools import cache

import librosa
import numpy as np
from scipy import fft

from etl.mel import N_MELS
from etl.spectrum import FRAME_RATE
from recommender.similarity.features import FLUCTUATION_MEL_BANDS, FLUCTUATION_RATES, SAMPLE_RATE

SEGMENT_FRAMES = 256
"""5.9 s: long enough for two bars."""
SEGMENT_HOP = 128
RATE_EDGES_HZ = tuple(float(edge) for edge in np.geomspace(0.25, 10.5, FLUCTUATION_RATES + 1))
QUIETEST_DB = 60.0
"""How far below the loudest moment sound still counts."""


@cache
def _band_weights() -> np.ndarray:
    """Return float32 [N_MELS, FLUCTUATION_MEL_BANDS]: overlapping triangles over the mel bands, in power."""
    centres = librosa.mel_frequencies(n_mels=N_MELS + 2, fmin=0.0, fmax=SAMPLE_RATE / 2)
    width_hz = (centres[2:] - centres[:-2]) / 2  # undoes Slaney's norm: back to energy
    middle = np.linspace(-1, N_MELS, FLUCTUATION_MEL_BANDS + 2)
    step = middle[1] - middle[0]
    triangles = np.maximum(0.0, 1 - np.abs(np.arange(N_MELS)[:, None] - middle[1:-1]) / step)
    weights: np.ndarray = (triangles * width_hz[:, None]).astype(np.float32)
    return weights


@cache
def _rate_weights() -> np.ndarray:
    """Return float32 [modulation bins, FLUCTUATION_RATES], with Fastl's strength of fluctuation (most at 4 Hz)."""
    rates = np.arange(SEGMENT_FRAMES // 2 + 1) * FRAME_RATE / SEGMENT_FRAMES
    edges = np.array(RATE_EDGES_HZ)
    inside = (rates[:, None] >= edges[:-1]) & (rates[:, None] < edges[1:])
    strength = np.zeros_like(rates)
    strength[1:] = 1 / (rates[1:] / 4 + 4 / rates[1:])
    weights: np.ndarray = (inside * strength[:, None] / inside.sum(axis=0)).astype(np.float32)
    return weights


def fluctuation_patterns(mel: np.ndarray) -> np.ndarray:
    """Return float32 [FLUCTUATION_RATES, FLUCTUATION_MEL_BANDS] from mel power [frames, N_MELS].

    The modulation amplitudes of each band's level in dB, median over segments of 5.9 s; a sound shorter than a
    segment is repeated until it fills one. Blind to gain.
    """
    power = mel @ _band_weights()
    level = np.log10(np.maximum(power, power.max() * np.float32(10 ** (-QUIETEST_DB / 10))))
    level *= np.float32(10)
    if len(level) < SEGMENT_FRAMES:
        level = np.tile(level, (-(-SEGMENT_FRAMES // len(level)), 1))
    segments = np.lib.stride_tricks.sliding_window_view(level, SEGMENT_FRAMES, axis=0)[::SEGMENT_HOP]
    centred = segments - segments.mean(axis=-1, keepdims=True)
    amplitude = np.abs(fft.rfft(centred * np.hanning(SEGMENT_FRAMES).astype(np.float32), axis=-1))
    patterns: np.ndarray = np.median(amplitude @ _rate_weights(), axis=0).T
    return np.ascontiguousarray(patterns) * np.float32(4 / SEGMENT_FRAMES)
