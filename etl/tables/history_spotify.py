"""Spotify's exports: `StreamingHistory*.json` of the last year, and the extended history of all years."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from etl.tables.history_json import plays_of
from etl.tables.history_rows import Read, checked_play, utc_of
from recommender.prediction.streams.records import Play


class _YearRow(Struct):
    endTime: str  # noqa: N815 Spotify's names
    artistName: str  # noqa: N815
    trackName: str  # noqa: N815
    msPlayed: float  # noqa: N815


class _ExtendedRow(Struct):
    ts: str
    ms_played: float
    master_metadata_track_name: str | None = None
    master_metadata_album_artist_name: str | None = None


def is_year(row: dict[str, Any]) -> bool:
    """Return whether the row is of the export of the last year."""
    return {"endTime", "msPlayed"} <= row.keys()


def is_extended(row: dict[str, Any]) -> bool:
    """Return whether the row is of the extended history."""
    return {"ts", "ms_played"} <= row.keys()


def read_year(content: bytes) -> Iterator[Read]:
    """Yield the plays; `endTime` is in UTC and does not say so."""
    return plays_of(content, _YearRow, _of_year)


def read_extended(content: bytes) -> Iterator[Read]:
    """Yield the plays; a row without a track is a podcast, a book or a video."""
    return plays_of(content, _ExtendedRow, _of_extended)


def _of_year(row: _YearRow) -> Play:
    return checked_play(
        at=utc_of(row.endTime), title=row.trackName, artist=row.artistName, listened_s=row.msPlayed / 1000
    )


def _of_extended(row: _ExtendedRow) -> Play | None:
    if row.master_metadata_track_name is None and row.master_metadata_album_artist_name is None:
        return None
    return checked_play(
        at=utc_of(row.ts),
        title=row.master_metadata_track_name,
        artist=row.master_metadata_album_artist_name,
        listened_s=row.ms_played / 1000,
    )
