"""Tempo: how far apart the onsets lie, by autocorrelation, with people's preference for about 120 a minute."""

import numpy as np

from etl.analysis.spectrum import FRAME_RATE

SLOWEST_BPM, FASTEST_BPM = 40.0, 220.0
PREFERRED_BPM = 120.0
PREFERENCE_OCTAVES = 0.8
"""Spread of the log-normal preference."""


def onset_strength(mel_db: np.ndarray) -> np.ndarray:
    """Return how much louder the mel bands became, dB, mean over bands: [frames - 1], from [frames, bands]."""
    rise = mel_db[1:] - mel_db[:-1]
    np.maximum(rise, 0, out=rise)
    strength: np.ndarray = rise.mean(axis=1)
    return strength


def tempo_bpm(strength: np.ndarray) -> float:
    """Return the most plausible tempo, beats per minute; 0 when nothing ever begins."""
    away = strength - strength.mean()
    longest = min(len(away) - 2, int(60 * FRAME_RATE / SLOWEST_BPM))
    shortest = int(60 * FRAME_RATE / FASTEST_BPM)
    if longest <= shortest + 1 or not float(np.abs(away).max()) > 1e-3:
        return 0.0
    spectrum = np.fft.rfft(away, 1 << (2 * len(away) - 1).bit_length())  # so long that it does not overlap itself
    similar = np.fft.irfft(spectrum.real**2 + spectrum.imag**2)[: 2 * longest + 3]
    lags = np.arange(shortest, longest + 1)
    fits = similar / (len(away) - np.arange(len(similar))).clip(1)
    doubled = np.where(2 * lags + 1 < len(fits), fits[np.minimum(2 * lags, len(fits) - 1)], 0.0)
    tempo = 60 * FRAME_RATE / lags
    preference = np.exp(-0.5 * (np.log2(tempo / PREFERRED_BPM) / PREFERENCE_OCTAVES) ** 2)
    score = (fits[lags] + 0.5 * doubled).clip(0) * preference
    best = int(np.argmax(score))
    if score[best] <= 0:
        return 0.0
    return float(60 * FRAME_RATE / (lags[best] + _vertex(fits[lags[best] - 1 : lags[best] + 2])))


def _vertex(three: np.ndarray) -> float:
    """Return where the parabola through three points has its top, -0.5..0.5 from the middle one."""
    bend = three[0] - 2 * three[1] + three[2]
    return float(np.clip(0.5 * (three[0] - three[2]) / bend, -0.5, 0.5)) if bend < 0 else 0.0
