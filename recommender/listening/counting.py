"""Plays per track and day, from which trending follows."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from recommender.events import SIMULATED, moment_of
from recommender.records import ActivityEvent, TrackId

TRENDING_HALF_LIFE_DAYS = 3.0
TRENDING_WINDOW_DAYS = 21
TRENDING_TRACKS = 1_000

COUNTED = {"started": "plays", "finished": "finishes", "skipped": "skips", "liked": "likes"}
"""Event kind -> field of the day's counts."""


class TrackDay(NamedTuple):
    """One track on one day, UTC."""

    track_id: TrackId
    day: date


def counts(events: Iterable[ActivityEvent]) -> dict[TrackDay, dict[str, int]]:
    """Return what the events add to the counts of each track and day; simulated listeners make nothing popular."""
    sums: dict[TrackDay, dict[str, int]] = {}
    for event in events:
        name = COUNTED.get(event.kind)
        if name is None or event.track_id is None or event.source == SIMULATED:
            continue
        of_day = sums.setdefault(TrackDay(event.track_id, moment_of(event).date()), {})
        of_day[name] = of_day.get(name, 0) + 1
    return sums


def trending(counted: Mapping[TrackDay, Mapping[str, int]], now: datetime) -> dict[TrackId, float]:
    """Return recent plays per track that were not skipped; each loses half of its weight every three days.

    `counted` is as by `counts`. Most played first.
    """
    sums: dict[TrackId, float] = {}
    today = now.date()
    for (track_id, day), of_day in counted.items():
        n = of_day.get("plays", 0) - of_day.get("skips", 0)
        age_days = max((today - day).days, 0)
        if n > 0 and age_days <= TRENDING_WINDOW_DAYS:
            sums[track_id] = sums.get(track_id, 0.0) + n * 0.5 ** (age_days / TRENDING_HALF_LIFE_DAYS)
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(ordered[:TRENDING_TRACKS])
