"""One listener's counts beside the catalogue, and what lists make of them: orders, never played, rediscoveries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from recommender.listening.history.plays import TrackPlays
from recommender.records import TrackId

UNHEARD_DAYS: Final = 90
"""What was loved and not heard for so long can be rediscovered."""
OFTEN_PLAYS: Final = 10
"""Who played a track so often loved it, whether they said so or not."""


@dataclass(frozen=True, eq=False)
class PlayTable:
    """How often and when one listener played each track of one catalogue, by position."""

    revision: int
    """Of the counts; 0 before the first."""
    plays: np.ndarray
    """int32 [n_tracks]."""
    last_played_s: np.ndarray
    """float64 [n_tracks], seconds since 1970; 0 for what was never played."""

    @classmethod
    def empty(cls, n_tracks: int) -> "PlayTable":
        """Return the table of somebody who has heard nothing."""
        return cls(0, np.zeros(n_tracks, dtype=np.int32), np.zeros(n_tracks, dtype=np.float64))

    def updated(self, counts: Iterable[TrackPlays], *, revision: int, positions: dict[TrackId, int]) -> "PlayTable":
        """Return the table with these counts in it; tracks that the catalogue does not have are left out."""
        plays, last_played_s = self.plays.copy(), self.last_played_s.copy()
        for counted in counts:
            position = positions.get(counted.track_id)
            if position is not None:
                plays[position] = counted.plays
                last_played_s[position] = counted.last_played_at.timestamp() if counted.last_played_at else 0.0
        return PlayTable(revision, plays, last_played_s)

    def sort(self, rows: np.ndarray, by: str, *, descending: bool) -> np.ndarray:
        """Return `rows` by `plays` or `last_played`; equals stay as they were, and what was never played is last."""
        values = {"plays": self.plays, "last_played": self.last_played_s}[by][rows].astype(np.float64)
        keys = -values if descending else np.where(values > 0, values, np.inf)
        return rows[np.argsort(keys, kind="stable")]

    def never_played(self) -> np.ndarray:
        """Return the positions of tracks that were never played, int32, ascending."""
        return np.flatnonzero(self.plays == 0).astype(np.int32)

    @property
    def total(self) -> int:
        """How many plays there are of all tracks."""
        return int(self.plays.sum(dtype=np.int64))

    def most_played(self, n: int, *, plays: np.ndarray | None = None) -> np.ndarray:
        """Return the positions of the `n` tracks played most, int32, most played first, of equals the latest.

        `plays`, int32 [n_tracks], are those of a part of the time; without them all count.
        """
        plays = self.plays if plays is None else plays
        found = np.flatnonzero(plays >= _least_among_most(plays, n))
        order = np.lexsort((-self.last_played_s[found], -plays[found]))
        return found[order[:n]].astype(np.int32)

    def rediscover(self, loved: Iterable[int], *, now: datetime, n: int) -> np.ndarray:
        """Return at most `n` positions of what was loved and not heard for 90 days, int32, most played first.

        Loved is what is in `loved` (liked, or four stars and more) and what was played ten times.
        """
        is_loved = self.plays >= OFTEN_PLAYS
        is_loved[list(loved)] = True
        before_s = (now - timedelta(days=UNHEARD_DAYS)).timestamp()
        found = np.flatnonzero(is_loved & (self.plays > 0) & (self.last_played_s < before_s))
        order = np.lexsort((self.last_played_s[found], -self.plays[found]))
        return found[order[:n]].astype(np.int32)


def _least_among_most(plays: np.ndarray, n: int) -> int:
    """Return how often the n-th of the most played was played, at least once.

    Counted, for numpy's `partition` takes 15 ms where nearly all of 100,000 values are the same.
    """
    n_at_least = np.cumsum(np.bincount(plays)[::-1])[::-1] if len(plays) else np.zeros(1, dtype=np.int64)
    enough = np.flatnonzero(n_at_least >= n)
    return max(1, int(enough[-1])) if len(enough) else 1
