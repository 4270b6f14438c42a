"""The four moods, and the songs they are learnt from."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from msgspec import Struct

MoodName = Literal["Happy", "Sad", "Energetic", "Calm"]
MOODS: tuple[MoodName, ...] = ("Happy", "Sad", "Energetic", "Calm")


def mood_named(name: str) -> MoodName:
    """Return the mood of this name, in any case; `KeyError` for another word."""
    return {mood.casefold(): mood for mood in MOODS}[name.casefold()]


class MoodShare(Struct, frozen=True, kw_only=True):
    """How probable one mood is; the four add up to 1."""

    mood: MoodName
    probability: float


def shares(probabilities: np.ndarray) -> tuple[MoodShare, ...]:
    """Return the four of one song, [4] in the order of `MOODS`, the likeliest first."""
    found = [MoodShare(mood=mood, probability=float(p)) for mood, p in zip(MOODS, probabilities, strict=True)]
    return tuple(sorted(found, key=lambda each: -each.probability))


@dataclass(frozen=True, eq=False)
class MoodTable:
    """Songs with a mood, row by row."""

    values: np.ndarray
    """float64 [n, 10], in the order of `features.INPUTS`."""
    moods: np.ndarray
    """int64 [n]: places in `MOODS`."""
    artists: np.ndarray
    """str [n]: what folds are made by."""
    n_left_out: int = 0
    """Rows without a number, or with another mood."""

    def __len__(self) -> int:
        return len(self.values)
