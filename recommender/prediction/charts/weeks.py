"""Weeks as consecutive numbers, Monday to Sunday in UTC, named as ISO 8601 names them."""

import re
from datetime import UTC, date, datetime, timedelta

from recommender.errors import BadInput

FIRST_MONDAY = date(1970, 1, 5)
"""Begins week 0."""
DAYS = 7
_NAME = re.compile(r"(\d{4})-W(\d{2})")


def week_of(day: date) -> int:
    """Return the number of the week that `day` lies in."""
    return (day - FIRST_MONDAY).days // DAYS


def monday_of(week: int) -> date:
    """Return the first day of a week."""
    return FIRST_MONDAY + timedelta(days=DAYS * week)


def end_of(week: int) -> datetime:
    """Return the moment at which a week is complete, UTC."""
    return datetime.combine(monday_of(week + 1), datetime.min.time(), tzinfo=UTC)


def week_name(week: int) -> str:
    """Return the ISO name, such as `2026-W48`."""
    year, number, _ = monday_of(week).isocalendar()
    return f"{year:04d}-W{number:02d}"


def parse_week(name: str) -> int:
    """Return the number of the week that an ISO name means; raises `BadInput` for anything else."""
    match = _NAME.fullmatch(name.strip())
    try:
        if match is None:
            raise ValueError("not YYYY-Www")
        return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError as error:
        raise BadInput(f"{name!r} is not an ISO week such as 2026-W48 ({error})") from error
