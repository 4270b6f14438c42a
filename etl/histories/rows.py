"""What every reader of a listening history yields: plays, and rows that are none with their reasons."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from recommender.prediction.streams.records import Play

OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Nobody's player told of plays before."""
MAX_LISTENED_S = 7 * 86_400.0


class BadRow(NamedTuple):
    """A row that cannot be used."""

    row: int
    """1 for the first play of the file."""
    reason: str


class NoMusic(NamedTuple):
    """A good row that is not about a song: a podcast, a book, a private session."""

    row: int


Read = Play | BadRow | NoMusic
Reader = Callable[[bytes], Iterator[Read]]
"""Reads the content of one file, in UTF-8."""


class Unusable(ValueError):
    """Why a row is no play."""


def check_play(
    *, at: datetime, title: object, artist: object, listened_s: float | None = None, is_song: bool = False
) -> Play:
    """Return the play; raise `Unusable` for one that cannot have happened."""
    if not (title := _name(title)):
        raise Unusable("it has no title")
    if not (artist := _name(artist)):
        raise Unusable("it has no artist")
    if at < OLDEST:
        raise Unusable(f"its time is {at:%Y-%m-%d}")
    if listened_s is not None and not 0 <= listened_s <= MAX_LISTENED_S:
        raise Unusable(f"it was heard for {listened_s:g} seconds")
    return Play(at, title, artist, listened_s, is_song)


def _name(given: object) -> str:
    """Return a title or a name; a tool may have taken `1999` for a number."""
    if isinstance(given, str):
        return given.strip()
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else ""


def not_later(rows: Iterator[Read], latest: datetime) -> Iterator[Read]:
    """Yield the rows, plays after `latest` as bad ones: the clock of what noted them was wrong."""
    for number, row in enumerate(rows, 1):
        if isinstance(row, Play) and row.at > latest:
            yield BadRow(number, f"its time is {row.at:%Y-%m-%d}, and that is still to come")
        else:
            yield row


def moment_of(seconds: object) -> datetime:
    """Return a Unix time in seconds, maybe with a fraction, as a moment."""
    try:
        return datetime.fromtimestamp(math.floor(float(str(seconds))), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Unusable(f"its time {str(seconds)[:40]!r} is no Unix time") from error


def utc_of(text: object) -> datetime:
    """Return an ISO time as a moment; one without a zone is in UTC."""
    try:
        moment = datetime.fromisoformat(text if isinstance(text, str) else "")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unusable(f"its time {str(text)[:40]!r} is no date and time") from error
