"""Dates, numbers and decibels as people and taggers write them."""

import re
from datetime import date

from recommender.catalogue.corrections import MAX_YEAR, MIN_YEAR

_UNDIVIDED = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})?(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})(?!\d)(?:\s*[-/.\u6708]\s*(\d{1,2})(?!\d))?")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)")
_WORDED = re.compile(
    r"(?<!\d)(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([^\W\d_]{3,9})\.?,?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBER = re.compile(r"\s*(\d{1,6})\b")
_SIDE = re.compile(r"\s*([A-P])\s*[-.]?\s*(\d{1,3})?\s*(?:/.*)?$", re.IGNORECASE)
_DISC_AND_TRACK = re.compile(r"\s*(\d{1,2})\s*[-.]\s*(\d{1,3})\s*(?:/.*)?$")
_SIDES_OF_A_DISC = 2
_GAIN = re.compile(r"\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*(?:dB|LU)?\s*$", re.IGNORECASE)
_R128_GAIN = re.compile(r"\s*([+-]?\d{1,5})\s*$")
R128_TO_REPLAYGAIN_DB = 5.0
"""Opus' R128 gain aims at -23 LUFS, ReplayGain at -18 (RFC 7845, section 5.2.1)."""


def as_date(text: str) -> date | None:
    """Return the day a text names; of a year or month its first day; None when it is no date.

    `05/06/2020` may be June or May: only its year is taken.
    """
    for read in (_undivided_names, _year_first, _year_last, _in_words):
        if day := read(text):
            return day
    years = (_day(int(year), 1, 1) for year in _YEAR.findall(text))
    return next((year for year in years if year), None)


def _undivided_names(text: str) -> date | None:
    match = _UNDIVIDED.search(text)
    if not match:
        return None
    year = int(match[1])
    return _day(year, int(match[2]), int(match[3] or 1)) or _day(year, 1, 1)


def _year_first(text: str) -> date | None:
    if not (match := _YEAR_FIRST.search(text)):
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return _day(year, month or 1, day or 1) or _day(year, 1, 1)


def _year_last(text: str) -> date | None:
    if not (match := _YEAR_LAST.search(text)):
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "/" and first <= 12 and second <= 12 and first != second:
        return _day(year, 1, 1)
    return _day(year, second, first) or _day(year, first, second) or _day(year, 1, 1)


def _in_words(text: str) -> date | None:
    match = _WORDED.search(text)
    if not match or (month := match[2][:3].lower()) not in _MONTHS:
        return None
    return _day(int(match[4]), _MONTHS.index(month) + 1, int(match[1] or match[3] or 1))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if MIN_YEAR <= year <= MAX_YEAR else None
    except ValueError:
        return None


def as_number(text: str) -> int | None:
    """Return the number a text begins with, such as 3 of `3/12`, or None; 0 counts as none."""
    match = _NUMBER.match(text)
    return int(match[1]) or None if match else None


def as_place(track: str, disc: str) -> tuple[int | None, int | None]:
    """Return disc and number of a track; the side of a vinyl record counts as a disc: `B2` is (2, 2).

    A `track` such as `2-05` holds both. Sides that begin at A on each record count on: side A of disc 2 is 3.
    """
    n_disc = _side_number(disc.strip()) or as_number(disc)
    if match := _SIDE.match(track):
        side = _side_number(match[1]) or 1
        if n_disc and side <= _SIDES_OF_A_DISC:
            side += _SIDES_OF_A_DISC * (n_disc - 1)
        return side, int(match[2] or 1) or None
    if match := _DISC_AND_TRACK.match(track):
        return n_disc or int(match[1]) or None, int(match[2]) or None
    return n_disc, as_number(track)


def _side_number(letter: str) -> int | None:
    return ord(letter.upper()) - ord("A") + 1 if re.fullmatch("[A-Pa-p]", letter) else None


def as_gain(text: str) -> float | None:
    """Return decibels of `-6.5 dB`, or None."""
    match = _GAIN.match(text.replace("\u2212", "-"))
    return float(match[1].replace(",", ".")) if match else None


def as_r128_gain(text: str) -> float | None:
    """Return ReplayGain decibels of an `R128_TRACK_GAIN`, a whole number of 1/256 dB, or None."""
    match = _R128_GAIN.match(text)
    value = int(match[1]) if match else None
    return None if value is None or not -(1 << 15) <= value < 1 << 15 else value / 256 + R128_TO_REPLAYGAIN_DB


def as_flag(text: str) -> bool:
    """Say whether a tag such as COMPILATION is set."""
    return text.strip("\0 ").lower() in ("1", "true", "yes", "y")
