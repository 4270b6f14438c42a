"""Time as an argument, and which moments can have happened to a listener."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from recommender.errors import BadRecord

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""

MIN_OCCURRED_AT: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing was played on a computer before; near year 1 or 9999 a change of time zone leaves the calendar."""
MAX_OCCURRED_AT: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""A moment after this is a broken clock, whatever the present moment is."""


def system_clock() -> datetime:
    """Return the machine's time in UTC."""
    return datetime.now(UTC)


def bound(moment: datetime, *, latest: datetime) -> datetime:
    """Return an aware moment in UTC; a clock that is ahead is set right: nothing occurs later than `latest`.

    Raises `BadRecord` when one of the two, `occurred_at` and `recorded_at` of an event, is before 1970.
    """
    for name, time in (("occurred_at", moment), ("recorded_at", latest)):
        if time < MIN_OCCURRED_AT:
            raise BadRecord(f"{name} is {time.isoformat()}; moments before 1970 are not taken")
    return min(moment, latest).astimezone(UTC)
