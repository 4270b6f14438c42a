"""A listening session in numbers, and the question that every model answers."""

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Session:
    """Tracks heard one after another without a long pause."""

    tracks: np.ndarray
    """int32 [n], numbers of tracks in the order they were heard."""
    artists: np.ndarray
    """int32 [n], the number of each track's artist; -1 for one that is not known."""
    day: np.ndarray
    """float64 [n], ascending: when each was heard, days since 1970."""

    def __len__(self) -> int:
        return len(self.tracks)

    def first(self, n: int) -> "Session":
        """Return the session as it was after `n` tracks."""
        return Session(self.tracks[:n], self.artists[:n], self.day[:n])


@dataclass(frozen=True, eq=False)
class Query:
    """What is asked: the next track after `prefix`."""

    prefix: Session
    """The session so far, 1 track at least."""
    n_tracks: int
    """Candidates are the tracks numbered below it."""

    @property
    def current(self) -> int:
        """The track heard last."""
        return int(self.prefix.tracks[-1])

    @property
    def now(self) -> float:
        """When the last track was heard, days since 1970."""
        return float(self.prefix.day[-1])


@dataclass
class Numbering:
    """Numbers for names in the order of their first appearance: a new one is always the highest."""

    numbers: dict[Hashable, int] = field(default_factory=dict)

    def number(self, name: Hashable) -> int:
        """Return the number of a name, a new one for a new name."""
        return self.numbers.setdefault(name, len(self.numbers))

    def __len__(self) -> int:
        return len(self.numbers)
