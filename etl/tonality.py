"""Key and mode: the pitch classes that sound, held against the profile that listeners expect of each key."""

from functools import cache
from typing import Literal

import numpy as np

from etl.spectrum import bin_frequencies

LOWEST_HZ, HIGHEST_HZ = 100.0, 2000.0
# Temperley (1999), What's Key for Key?, from C
_MAJOR = (5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0)
_MINOR = (5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0)


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
