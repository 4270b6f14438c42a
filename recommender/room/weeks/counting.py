"""Plays by week and row of the map: only what is not nothing is kept, so that a large library stays small."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

import numpy as np

from recommender.listening.history.plays import WeekPlays

MAX_WEEKS: Final = 104
MAX_PLAYS: Final = 255
"""Of one track in one week, that are told: more count as so many."""


@dataclass(frozen=True, eq=False)
class RowWeeks:
    """The weeks of an archive, oldest first, with the plays of each."""

    monday: datetime
    """When the first week begins."""
    starts: np.ndarray
    """uint32 [n_weeks + 1]: the plays of week `w` stand from `starts[w]` on and before `starts[w + 1]`."""
    rows: np.ndarray
    """uint32 [n], ascending within a week."""
    plays: np.ndarray
    """uint8 [n], from 1 to `MAX_PLAYS`."""
    n_elsewhere: int
    """Plays of tracks that have no row."""

    def __len__(self) -> int:
        return len(self.starts) - 1


def first_monday(now: datetime) -> datetime:
    """Return the beginning of the oldest week that is looked at; the last is the one that `now` lies in. UTC."""
    today = now.astimezone(UTC).date()
    monday = today - timedelta(days=today.weekday())
    return datetime.combine(monday, time(), tzinfo=UTC) - timedelta(weeks=MAX_WEEKS - 1)


def count_weeks(counted: Iterable[WeekPlays], row_of: Callable[[str], int | None], monday: datetime) -> RowWeeks:
    """Return the plays of `MAX_WEEKS` weeks from `monday` on by row, from the first week with a play on to the last.

    Without any play of a track that is in the map there are no weeks.
    """
    entries, n_elsewhere = [], 0
    for each in counted:
        row = row_of(each.track_id)
        if row is None:
            n_elsewhere += each.plays
        else:
            entries.append((each.week, row, min(each.plays, MAX_PLAYS)))
    entries.sort()
    table = np.array(entries, dtype=np.int64).reshape(-1, 3)
    first = int(table[0, 0]) if len(table) else MAX_WEEKS
    n_weeks = MAX_WEEKS - first
    return RowWeeks(
        monday=monday + timedelta(weeks=first),
        starts=np.searchsorted(table[:, 0] - first, np.arange(n_weeks + 1)).astype(np.uint32),
        rows=table[:, 1].astype(np.uint32),
        plays=table[:, 2].astype(np.uint8),
        n_elsewhere=n_elsewhere,
    )
