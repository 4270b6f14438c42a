"""Lists out of the listener's own past: what they played in this week of an earlier year."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np

from recommender.playlists.generated.choosing import choose
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.records import GeneratedList, GeneratedTrack
from recommender.records import TrackId

MAX_YEARS = 10
DAYS_AROUND = 3
"""A week is the day with so many days before and after it."""


class PastWeek(NamedTuple):
    """The days around today's date in an earlier year."""

    year: int
    since: datetime
    until: datetime


def past_weeks(today: date) -> list[PastWeek]:
    """Return this week of the last ten years, the newest first; 29 February is 28 February elsewhere."""
    weeks = []
    for year in range(today.year - 1, today.year - 1 - MAX_YEARS, -1):
        day = date(year, today.month, min(today.day, 28) if today.month == 2 else today.day)
        middle = datetime.combine(day, time(), UTC)
        weeks.append(PastWeek(year, middle - timedelta(days=DAYS_AROUND), middle + timedelta(days=DAYS_AROUND + 1)))
    return weeks


def make_past_week(
    library: Library,
    week: PastWeek,
    counts: Sequence[tuple[TrackId, int]],
    *,
    n: int,
    artist_cap: int,
    refused: np.ndarray,
) -> GeneratedList:
    """Return what was played in that week, most often first, as far as it is still here and wanted."""
    played = [
        (int(rows[0]), plays)
        for track_id, plays in counts
        if len(rows := library.rows([track_id])) and not refused[rows[0]]
    ]
    often = dict(played)
    ranked = np.array([row for row, _ in played], dtype=int)
    chosen = choose(library.index, ranked, n=n, artist_cap=artist_cap)
    tracks = tuple(
        GeneratedTrack(
            track_id=TrackId(library.index.table.track_ids[row]),
            reason=f"played {often[row]} times then" if often[row] > 1 else "played once then",
        )
        for row in chosen.rows
    )
    return GeneratedList(name=f"This week in {week.year}", tracks=tracks, model_version=library.index.version)
