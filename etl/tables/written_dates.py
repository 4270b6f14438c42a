"""Dates and times as exports and tables write them, day first told from month first by the whole column."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

from recommender.clock import system_clock

Order = Literal["day first", "month first"]

_DATE = r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})"
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s+)?"
_NTH = r"(?:st|nd|rd|th)?"
_TAIL = re.compile(
    r"(?:[,T\s]\s*(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?\d{2})?\Z"
)
_NUMERIC = re.compile(_DATE)
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_DAY_MONTH = re.compile(rf"{_WEEKDAY}(\d{{1,2}}){_NTH}[\s-]+([A-Za-z]{{3,9}})\.?,?[\s-]+(\d{{4}}|\d{{2}})(?!\d)")
_MONTH_DAY = re.compile(rf"{_WEEKDAY}([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}}){_NTH},?\s+(\d{{4}})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{1,2})")
_UNIX = re.compile(r"(\d{9,19})(?:[.,]\d*)?|\d\.\d+[eE]\+?\d{1,2}")
_UNITS = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))
"""Below how large a Unix time is in which parts of a second."""


class NoDate(ValueError):
    """A text that is no date, or none that is certain."""


def moment_written(text: str, order: Order | None = None, *, this_year: int | None = None) -> datetime:
    """Return a date and time in UTC; without a zone it is taken for UTC. Raises `NoDate`.

    A year of two digits is the last one of that ending up to `this_year`.
    """
    text = text.strip()
    if _UNIX.fullmatch(text):
        return _of_unix(text)
    try:
        return _in_utc(datetime.fromisoformat(day_of_week(text) or text))
    except ValueError:
        pass
    try:
        return _in_utc(_as_written(text, order, this_year))
    except (ValueError, OverflowError) as error:
        raise NoDate(f"{text[:40]!r} is no date and time") from error


def day_of_week(text: str, weekday: int = 1) -> str:
    """Return a day of an ISO week such as `2026-W48`, 1 for its Monday, as an ISO date; empty for another text."""
    match = _WEEK.fullmatch(text.strip())
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), weekday).isoformat() if match else ""
    except ValueError:
        return ""


def is_in_digits(text: str) -> bool:
    """Return whether day and month are both written in digits, and the year last."""
    return _NUMERIC.match(text.strip()) is not None


def order_of(texts: Iterable[str], *, is_weekly: bool = False) -> Order | None:
    """Return in which order the days and months of `7/17/1965` stand; None when no text is written so.

    With points between them the day comes first. Raises `NoDate` when the column can be read both ways, unless
    `is_weekly` and only one of them puts all dates on the same day of the week.
    """
    matches = [match for text in dict.fromkeys(texts) if (match := _NUMERIC.match(text.strip()))]
    if not matches:
        return None
    fits = [order for order in ("day first", "month first") if all(_fits(match, order) for match in matches)]
    if len(fits) == 2 and all(match[2] == "." for match in matches):
        return "day first"
    if len(fits) == 2 and all(match[1] == match[3] for match in matches):
        return "day first"
    if len(fits) == 2 and is_weekly and len(matches) > 1:
        fits = [order for order in fits if _is_on_one_weekday(matches, order)] or fits
    example = matches[0][0]
    if not fits:
        raise NoDate(f"its dates are written day first and month first, such as {example!r}; write them as 2023-07-28")
    if len(fits) == 2:
        raise NoDate(f"{example!r} and its other dates may be read day first or month first; write them as 2023-07-28")
    return "day first" if fits == ["day first"] else "month first"


def _fits(match: re.Match[str], order: str) -> bool:
    month = match[3] if order == "day first" else match[1]
    return 1 <= int(month) <= 12


def _is_on_one_weekday(matches: Iterable[re.Match[str]], order: str) -> bool:
    days = set()
    for match in matches:
        day, month = (match[1], match[3]) if order == "day first" else (match[3], match[1])
        try:
            days.add(datetime(_year(match[4], None), int(month), int(day)).weekday())
        except ValueError:
            return False
    return len(days) == 1


def _of_unix(text: str) -> datetime:
    number = float(text.replace(",", "."))
    for below, parts in _UNITS:
        if number < below:
            whole, part = divmod(int(number), parts)
            return datetime.fromtimestamp(whole, UTC) + timedelta(seconds=part / parts)
    raise NoDate(f"{text[:40]!r} is no Unix time")


def _as_written(text: str, order: Order | None, this_year: int | None) -> datetime:
    if match := _YEAR_FIRST.match(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _NUMERIC.match(text):
        if match[2] != "." and order is None and match[1] != match[3]:
            order = order_of([text])
        is_month_first = order == "month first"
        month, day = (int(match[1]), int(match[3])) if is_month_first else (int(match[3]), int(match[1]))
        year = _year(match[4], this_year)
    elif match := _DAY_MONTH.match(text):
        day, month, year = int(match[1]), _month(match[2]), _year(match[3], this_year)
    elif match := _MONTH_DAY.match(text):
        month, day, year = _month(match[1]), int(match[2]), int(match[3])
    else:
        raise NoDate(text)
    tail = _TAIL.match(text, match.end())
    if tail is None:
        raise NoDate(text)
    minute, second = int(tail["minute"] or 0), int(tail["second"] or 0)
    return datetime(year, month, day, _hour(tail), minute, second, tzinfo=_zone(tail["zone"]))


def _year(digits: str, this_year: int | None) -> int:
    if len(digits) == 4:
        return int(digits)
    last = this_year if this_year is not None else system_clock().year
    return last - (last - int(digits)) % 100


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _hour(tail: re.Match[str]) -> int:
    hour = int(tail["hour"] or 0)
    if tail["half"] is None:
        return hour
    if not 1 <= hour <= 12:
        raise NoDate(tail[0])
    return hour % 12 + (12 if tail["half"].lower().startswith("p") else 0)


def _zone(name: str | None) -> timezone:
    digits = (name or "").removeprefix("UTC").removeprefix("GMT")
    if not digits or digits == "Z":
        return UTC
    minutes = int(digits[1:3]) * 60 + int(digits[-2:])
    return timezone(timedelta(minutes=-minutes if digits[0] == "-" else minutes))


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise NoDate(f"{moment.isoformat()} is out of range") from error
