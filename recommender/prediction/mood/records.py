"""The four moods, and the songs they are learnt from."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
from msgspec import Struct

MoodName = Literal["Happy", "Sad", "Energetic", "Calm"]
MOODS: tuple[MoodName, ...] = ("Happy", "Sad", "Energetic", "Calm")


def parse_mood(name: str) -> MoodName:
    """Return the mood of this name, in any case; `KeyError` for another word."""
    return {mood.casefold(): mood for mood in MOODS}[name.casefold()]


class MoodShare(Struct, frozen=True, kw_only=True):
    """How probable one mood is; the four add up to 1."""

    mood: MoodName
    probability: float


def shares(probabilities: np.ndarray) -> tuple[MoodShare, ...]:
    """Return the four of one song, [4] in the order of `MOODS`, the likeliest first."""
    moods = [MoodShare(mood=mood, probability=float(p)) for mood, p in zip(MOODS, probabilities, strict=True)]
    return tuple(sorted(moods, key=lambda share: -share.probability))


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
    labelled_by: str = ""
    """What gave the moods, where nobody who listened did."""
    data_up_to: datetime | None = None
    """The newest date that the table tells; None when it tells none."""

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: np.ndarray) -> "MoodTable":
        """Return some rows, int [n]."""
        return replace(self, values=self.values[rows], moods=self.moods[rows], artists=self.artists[rows])
