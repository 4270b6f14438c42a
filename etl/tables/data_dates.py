"""How new the data of a table are, by what it says itself: the newest release in it."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime

from etl.tables.written_dates import NoDate, Order, moment_written, order_of
from recommender.clock import Clock, system_clock

DATES = ("release_date", "album_release_date", "released_on", "date_released", "album_date", "year", "release_year")
"""What a column of dates of releases may be called; the first that is there counts."""
_YEAR = re.compile(r"\d{4}(?:\.0)?")
_FIRST_YEAR = 1860


def newest_date(texts: Iterable[object], *, clock: Clock = system_clock) -> datetime | None:
    """Return the newest date that can be, of a year its last day; None when nothing is a date.

    Dates that are still to come, and those of before there were recordings, tell nothing.
    """
    now = clock()
    distinct = {str(text) for text in texts}
    order = None
    with suppress(NoDate):  # of dates that may be read both ways none tells how new the data are
        order = order_of(distinct)
    dates = (_end_of(text, order, now) for text in distinct)
    return max((date for date in dates if date and date.year >= _FIRST_YEAR and date <= now), default=None)


def _end_of(text: str, order: Order | None, now: datetime) -> datetime | None:
    if _YEAR.fullmatch(text.strip()):
        year = int(text.strip()[:4])
        return min(datetime(year, 12, 31, tzinfo=UTC), now) if 0 < year <= now.year else None
    try:
        return moment_written(text, order, this_year=now.year)
    except NoDate:
        return None
