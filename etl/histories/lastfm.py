"""Last.fm scrobbles in JSON: tracks as the API tells them, one by one or in pages, and lastfmstats' export."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from etl.histories.json_entries import plays_of
from etl.histories.rows import Read, Unusable, check_play, moment_of
from etl.tables.written_dates import NoDate, moment_written
from recommender.prediction.streams.records import Play


class _Date(Struct):
    uts: str | float


class _ApiRow(Struct):
    name: str
    artist: dict[str, Any] | str
    date: _Date | None = None


class _StatsRow(Struct):
    track: str
    artist: str
    date: float | str
    """Milliseconds."""


def is_api_track(row: dict[str, Any]) -> bool:
    """Return whether the row is a track as Last.fm's API tells it."""
    return {"name", "artist"} <= row.keys() and ("date" in row or "@attr" in row)


def is_stats_scrobble(row: dict[str, Any]) -> bool:
    """Return whether the row is a scrobble as lastfmstats.com exports it."""
    return {"track", "artist", "date"} <= row.keys() and isinstance(row["track"], str)


def read_api_tracks(content: bytes) -> Iterator[Read]:
    """Yield the plays; a row without a date is what plays now."""
    return plays_of(content, _ApiRow, _of_api)


def read_stats(content: bytes) -> Iterator[Read]:
    """Yield the plays of a lastfmstats export."""
    return plays_of(content, _StatsRow, _of_stats)


def _of_api(row: _ApiRow) -> Play | None:
    if row.date is None:
        return None
    artist = row.artist if isinstance(row.artist, str) else row.artist.get("#text") or row.artist.get("name")
    return check_play(at=moment_of(row.date.uts), title=row.name, artist=artist)


def _of_stats(row: _StatsRow) -> Play:
    try:
        at = moment_written(row.date if isinstance(row.date, str) else f"{row.date:.0f}")
    except NoDate as error:
        raise Unusable(f"its time: {error}") from error
    return check_play(at=at, title=row.track, artist=row.artist)
