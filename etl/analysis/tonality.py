"""Key and mode: the pitch classes that sound, held against the profile that listeners expect of each key."""

from functools import cache
from typing import Literal

import numpy as np

from etl.analysis.spectrum import bin_frequencies

LOWEST_HZ, HIGHEST_HZ = 100.0, 2000.0
# weight of each semitone above the tonic: Aarden (2003), Dynamic Melodic Expectancy, from the Essen folk songs
_MAJOR = (
    17.7661,
    0.145624,
    14.9265,
    0.160186,
    19.8049,
    11.3587,
    0.291248,
    22.062,
    0.145624,
    8.15494,
    0.232998,
    4.95122,
)
_MINOR = (18.2648, 0.737619, 14.0499, 16.8599, 0.702494, 14.4362, 0.702494, 18.6161, 4.56621, 1.93186, 7.37619, 1.75623)


@cache
def tonal_bins() -> slice:
    """Return the bins whose pitch is heard as a note."""
    inside = np.flatnonzero((bin_frequencies() >= LOWEST_HZ) & (bin_frequencies() <= HIGHEST_HZ))
    return slice(int(inside[0]), int(inside[-1]) + 1)


@cache
def _pitch_class_weights() -> np.ndarray:
    """Return [bins, 12]: how much each bin belongs to a pitch class, C first, by distance in semitones."""
    pitch = 69 + 12 * np.log2(bin_frequencies()[tonal_bins()] / 440.0)
    distance = (pitch[:, None] - np.arange(12) + 6) % 12 - 6
    return np.exp(-0.5 * (distance / 0.35) ** 2)


def key_and_mode(long_term_magnitude: np.ndarray) -> tuple[int, Literal["major", "minor"]]:
    """Return the tonic's pitch class (C = 0) and the mode of a sound.

    `long_term_magnitude`: [bins of `tonal_bins`], sum over frames of each bin's share of its frame. Only bins above
    their neighbourhood count, so that broad noise does not pass for notes.
    """
    around = np.convolve(long_term_magnitude, np.ones(9) / 9, mode="same")
    chroma = np.maximum(long_term_magnitude - around, 0.0) @ _pitch_class_weights()
    best = int(np.argmax(_profiles() @ (chroma - chroma.mean())))
    return best % 12, "major" if best < 12 else "minor"


@cache
def _profiles() -> np.ndarray:
    """Return [24, 12]: 12 major keys, 12 minor; of mean 0 and length 1, so that a product serves as correlation."""
    keys = np.array([np.roll(profile, tonic) for profile in (_MAJOR, _MINOR) for tonic in range(12)])
    keys -= keys.mean(axis=1, keepdims=True)
    unit: np.ndarray = keys / np.linalg.norm(keys, axis=1, keepdims=True)
    return unit
