"""The service's own weekly chart: what the plays, likes and skips of one week are worth, track by track.

The rule as a function over events; `spark_jobs.weekly_chart` says the same over the whole archive.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from recommender.events import moment_of
from recommender.prediction.charts.weeks import week_of
from recommender.records import ListenerId, PlacedEvent, TrackId

PLAY = "started"
"""A play counts when it begins, as in the play counts that trending is made of."""
SKIP = "skipped"
LIKE = "liked"
OPINIONS = (LIKE, "unliked", "disliked")
"""The last of these that a listener has on a track in a week says whether the week has the like."""
COUNTED = (PLAY, SKIP, *OPINIONS)
MIN_WEEK = week_of(date(2000, 1, 1))
"""Events with an earlier time come from a wrong clock; they are in no week."""


class ChartWeights(Struct, frozen=True):
    """What one play, one like and one skip are worth."""

    play: float = 1.0
    like: float = 0.8
    skip: float = -0.5


class WeekRow(Struct, frozen=True, kw_only=True):
    """One track in one week of the chart."""

    week: int
    """Number of the week, see `weeks.week_of`."""
    track_id: TrackId
    score: float
    plays: int
    likes: int
    skips: int
    rank: int
    """From 1; by score, then plays, then track id."""


class MadeWeek(Struct, frozen=True, kw_only=True):
    """What a week of the chart was made of."""

    n_events: int
    weights: ChartWeights


def week_rows(events: Iterable[PlacedEvent], weights: ChartWeights) -> list[WeekRow]:
    """Return the chart of every week that the events lie in, by week and rank.

    An event belongs to the ISO week, in UTC, of its moment (`events.moment_of`). A listener's like counts once a
    week and track, and not at all when it is taken back in the same week; what is taken back later leaves the
    weeks before as they were.
    """
    plays: Counter[tuple[int, TrackId]] = Counter()
    skips: Counter[tuple[int, TrackId]] = Counter()
    opinions: dict[tuple[int, TrackId, ListenerId], str] = {}
    for placed in sorted(events, key=lambda placed: (placed.partition, placed.offset)):
        event = placed.event
        if event.track_id is None or event.kind not in COUNTED:
            continue
        week = week_of(moment_of(event).date())
        if week < MIN_WEEK:
            continue
        if event.kind == PLAY:
            plays[week, event.track_id] += 1
        elif event.kind == SKIP:
            skips[week, event.track_id] += 1
        else:
            opinions[week, event.track_id, event.listener_id] = event.kind
    likes = Counter((week, track_id) for (week, track_id, _), kind in opinions.items() if kind == LIKE)
    counts = [
        (week, track_id, plays[week, track_id], likes[week, track_id], skips[week, track_id])
        for week, track_id in {*plays, *likes, *skips}
    ]
    return _rank(counts, weights)


def pending_weeks(
    archived: dict[int, int], made: dict[int, MadeWeek], *, weights: ChartWeights, now: datetime
) -> list[int]:
    """Return the complete weeks that are to be made: new ones, ones with late events, ones of other weights.

    `archived` counts the archive's counted events by week. The archive never loses an event, so a week is as it
    was made exactly when its count is.
    """
    this_week = week_of(now.date())
    return sorted(
        week
        for week, n_events in archived.items()
        if week < this_week and made.get(week) != MadeWeek(n_events=n_events, weights=weights)
    )


def _rank(counts: Sequence[tuple[int, TrackId, int, int, int]], weights: ChartWeights) -> list[WeekRow]:
    scored = [
        (week, plays * weights.play + likes * weights.like + skips * weights.skip, track_id, plays, likes, skips)
        for week, track_id, plays, likes, skips in counts
    ]
    scored.sort(key=lambda row: (row[0], -row[1], -row[3], row[2]))
    rows: list[WeekRow] = []
    for week, score, track_id, plays, likes, skips in scored:
        rank = rows[-1].rank + 1 if rows and rows[-1].week == week else 1
        rows.append(
            WeekRow(week=week, track_id=track_id, score=score, plays=plays, likes=likes, skips=skips, rank=rank)
        )
    return rows
