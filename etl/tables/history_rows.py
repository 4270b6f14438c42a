"""What every reader of a listening history yields: plays, and rows that are none with their reasons."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from recommender.prediction.streams.records import Play

OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Nobody's player told of plays before."""
LONGEST_S = 7 * 86_400.0


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
"""Reads the content of one file."""


class Unusable(ValueError):
    """Why a row is no play."""


def checked_play(*, at: datetime, title: object, artist: object, listened_s: float | None = None) -> Play:
    """Return the play; raise `Unusable` for one that cannot have happened."""
    if not isinstance(title, str) or not (title := title.strip()):
        raise Unusable("it has no title")
    if not isinstance(artist, str) or not (artist := artist.strip()):
        raise Unusable("it has no artist")
    if at < OLDEST:
        raise Unusable(f"its time is {at:%Y-%m-%d}")
    if listened_s is not None and not 0 <= listened_s <= LONGEST_S:
        raise Unusable(f"it was heard for {listened_s:g} seconds")
    return Play(at, title, artist, listened_s)


def moment_of(seconds: object) -> datetime:
    """Return a Unix time as a moment."""
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Unusable(f"its time {str(seconds)[:40]!r} is no Unix time") from error


def utc_of(text: object) -> datetime:
    """Return an ISO time as a moment; one without a zone is in UTC."""
    try:
        moment = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError as error:
        raise Unusable(f"its time {str(text)[:40]!r} is no date and time") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
