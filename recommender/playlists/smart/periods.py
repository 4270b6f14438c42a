"""What dates in rules mean, in seconds since 1970: days begin at midnight where the listener is."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from math import inf
from typing import NamedTuple

from recommender.playlists.smart.checking import day_of
from recommender.playlists.smart.records import Refresh, Rule

_DAY = timedelta(days=1)


class Period(NamedTuple):
    """From `since_s` on and before `until_s`."""

    since_s: float
    until_s: float


def period_of(rule: Rule, *, now: datetime, zone: tzinfo, is_day: bool) -> Period:
    """Return the time that a checked rule on dates is about.

    `is_day`: the field holds days of a calendar, kept as midnights of UTC, which no zone moves. The last n days end now
    and began at the same time of day on the calendar, also when the clocks were changed since.
    """
    here = now.astimezone(zone)
    if rule.operator in ("in_the_last", "not_in_the_last"):
        assert isinstance(rule.value, int | float)
        if is_day:
            today = here.date()
            first = today - timedelta(days=round(rule.value))
            return Period(_midnight_s(first, UTC), _midnight_s(today + _DAY, UTC))
        return Period(_days_before(here, float(rule.value), zone).timestamp(), inf)
    first_day, last_day = _days_in(rule)
    of = UTC if is_day else zone
    starts_s, ends_s = _midnight_s(first_day, of), _midnight_s(last_day + _DAY, of)
    return {"before": Period(-inf, starts_s), "after": Period(ends_s, inf)}.get(rule.operator, Period(starts_s, ends_s))


def is_stale(kept_at: datetime, *, now: datetime, refresh: Refresh, zone: tzinfo) -> bool:
    """Return whether a list that was worked out then has to be worked out again: a day or week (Monday) has begun."""
    before, today = kept_at.astimezone(zone).date(), now.astimezone(zone).date()
    if refresh == "always":
        return True
    if refresh == "daily":
        return today > before
    return refresh == "weekly" and today.isocalendar()[:2] > before.isocalendar()[:2]


def _days_in(rule: Rule) -> tuple[date, date]:
    first, last = rule.value if isinstance(rule.value, tuple) else (rule.value, rule.value)
    return day_of(str(first)), day_of(str(last))


def _days_before(here: datetime, days: float, zone: tzinfo) -> datetime:
    wall = here.replace(tzinfo=None) - timedelta(days=days)
    return wall.replace(tzinfo=zone)


def _midnight_s(day: date, zone: tzinfo) -> float:
    return datetime.combine(day, time(), zone).timestamp()
