"""Fluctuation patterns: how strongly the loudness of each pitch region moves, at eight rates.

After Pampalk, Rauber, Merkl: Content-based organization and visualization of music archives (2002), with loudness
by Stevens' power law in place of sone, which needs a known listening level.
"""

from functools import cache

import numpy as np

from etl.analysis.mel import N_MELS, mel_frequencies
from etl.analysis.spectrum import FRAME_RATE
from recommender.similarity.features import FLUCTUATION_MEL_BANDS, FLUCTUATION_RATES, SAMPLE_RATE

SEGMENT_FRAMES = 256
"""5.9 s: two bars or more of most music."""
SEGMENT_HOP = 128
RATE_EDGES_HZ = tuple(float(edge) for edge in np.geomspace(0.25, 10.5, FLUCTUATION_RATES + 1))
"""Slower is form, faster is roughness; equal steps in octaves, because tempo is heard so."""
STEVENS_EXPONENT = 0.3
"""Loudness grows with this power of intensity."""
LOUD_SHARE = 0.9
"""Loudness is measured against the level that this share of the frames stays under: blind to gain and to pauses."""


@cache
def _band_weights() -> np.ndarray:
    """Return float32 [N_MELS, FLUCTUATION_MEL_BANDS]: overlapping triangles over the mel bands, in power."""
    centres = mel_frequencies(N_MELS + 2, max_hz=SAMPLE_RATE / 2)
    width_hz = (centres[2:] - centres[:-2]) / 2  # undoes Slaney's norm: back to energy
    middle = np.linspace(-1, N_MELS, FLUCTUATION_MEL_BANDS + 2)
    step = middle[1] - middle[0]
    triangles = np.maximum(0.0, 1 - np.abs(np.arange(N_MELS)[:, None] - middle[1:-1]) / step)
    weights: np.ndarray = (triangles * width_hz[:, None]).astype(np.float32)
    return weights


@cache
def _rate_weights() -> np.ndarray:
    """Return float32 [modulation bins, FLUCTUATION_RATES] for squared amplitudes.

    Their mean per range of rates, with the strength at which fluctuation is heard (Fastl; most at 4 Hz).
    """
    rates = np.arange(SEGMENT_FRAMES // 2 + 1) * FRAME_RATE / SEGMENT_FRAMES
    edges = np.array(RATE_EDGES_HZ)
    inside = (rates[:, None] >= edges[:-1]) & (rates[:, None] < edges[1:])
    audibility = np.zeros_like(rates)
    audibility[1:] = 1 / (rates[1:] / 4 + 4 / rates[1:])
    weights: np.ndarray = (inside * np.square(audibility)[:, None] / inside.sum(axis=0)).astype(np.float32)
    return weights


@cache
def _segment_window() -> np.ndarray:
    """Return a Hann window that leaves amplitudes as they are, float32 [SEGMENT_FRAMES]."""
    return np.asarray(np.hanning(SEGMENT_FRAMES) * (4 / SEGMENT_FRAMES), dtype=np.float32)


def relative_loudness(mel: np.ndarray) -> np.ndarray:
    """Return the loudness of each band, float32 [frames, FLUCTUATION_MEL_BANDS], about 1 in all in loud moments."""
    power = mel @ _band_weights()
    loudness = np.power(power / power.max(), np.float32(STEVENS_EXPONENT))
    total = loudness.sum(axis=1)
    at = int(LOUD_SHARE * (len(total) - 1))
    loudness /= np.partition(total, at)[at] + np.float32(1e-6)
    return np.asarray(loudness)


def fluctuation_patterns(mel: np.ndarray) -> np.ndarray:
    """Return float32 [FLUCTUATION_RATES, FLUCTUATION_MEL_BANDS] from mel power [frames, N_MELS], not all of it 0.

    The modulation amplitudes of each band's loudness, median over segments of 5.9 s that overlap by half; a sound
    shorter than that is repeated until it fills one.
    """
    loudness = relative_loudness(mel)
    if len(loudness) < SEGMENT_FRAMES:
        loudness = np.tile(loudness, (-(-SEGMENT_FRAMES // len(loudness)), 1))
    bands = np.ascontiguousarray(loudness.T)
    segments = np.lib.stride_tricks.sliding_window_view(bands, SEGMENT_FRAMES, axis=1)[:, ::SEGMENT_HOP]
    moving = (segments - segments.mean(axis=2, keepdims=True)) * _segment_window()
    amplitude = np.abs(np.fft.rfft(moving, axis=2))
    per_rate = np.sqrt(np.square(amplitude, out=amplitude) @ _rate_weights())
    patterns: np.ndarray = np.median(per_rate, axis=1).T
    return patterns
