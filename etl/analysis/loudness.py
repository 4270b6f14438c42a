"""Integrated loudness after ITU-R BS.1770-4, estimated from the spectrum that is there anyway."""

from functools import cache

import numpy as np

from etl.analysis.spectrum import FRAME_RATE, N_BINS, bin_frequencies
from etl.decode.mix import ENERGY_STEP_S
from recommender.similarity.features import N_FFT

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
BLOCK_S = 0.4
SHELF_GAIN = 2.5
"""What the K weighting makes of power above 11 kHz: 4 dB more."""
_RATE = 48_000.0
# the two filters of BS.1770, coefficients for 48 kHz: numerator, denominator
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


@cache
def power_weights() -> np.ndarray:
    """Return float32 [N_BINS, 1]: a frame's power times them is its mean square after the K weighting."""
    z = np.exp(-2j * np.pi * bin_frequencies() / _RATE)
    weights = np.full(N_BINS, 2.0)
    weights[[0, -1]] = 1.0  # the spectrum is one-sided
    for above, below in (_SHELF, _HIGH_PASS):
        weights *= np.abs(np.polyval(above[::-1], z) / np.polyval(below[::-1], z)) ** 2
    window_power = 0.375 * N_FFT  # sum of the squared Hann window
    return (weights / (N_FFT * window_power)).astype(np.float32)[:, None]


def integrated_loudness(weighted: np.ndarray, channel_gain: np.ndarray, *, lost_power: float) -> float:
    """Return LUFS, -70 or more.

    `weighted`: K-weighted mean square of the mono mix per frame, [frames]. `channel_gain`: energy of the channels over
    that of the mix, per `ENERGY_STEP_S`. `lost_power`: mean square above the frequencies of the frames.
    """
    times = np.arange(len(weighted)) / FRAME_RATE
    steps = (np.arange(len(channel_gain)) + 0.5) * ENERGY_STEP_S
    above = 1 + SHELF_GAIN * lost_power / max(float(weighted.mean()), 1e-12)
    frames = weighted * np.interp(times, steps, channel_gain) * above
    blocks = _blocks(frames)
    gate = 10 ** ((ABSOLUTE_GATE_LUFS + 0.691) / 10)
    loud = blocks[blocks > gate]
    if not len(loud):
        return ABSOLUTE_GATE_LUFS
    loud = loud[loud > loud.mean() * 10 ** (RELATIVE_GATE_LU / 10)]
    return float(-0.691 + 10 * np.log10(loud.mean()))


def _blocks(frames: np.ndarray) -> np.ndarray:
    """Return means over blocks of 0.4 s that overlap by three quarters."""
    width = round(BLOCK_S * FRAME_RATE)
    if len(frames) <= width:
        return np.array([frames.mean()])
    total = np.concatenate([[0.0], np.cumsum(frames, dtype=np.float64)])
    starts = np.arange(0, len(frames) - width + 1, BLOCK_S / 4 * FRAME_RATE).astype(int)
    means: np.ndarray = (total[starts + width] - total[starts]) / width
    return means
