"""Spotify's exports: `StreamingHistory*.json` of the last year, and the extended history of all years."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from etl.histories.json_entries import plays_of
from etl.histories.rows import Read, check_play, utc_of
from recommender.prediction.streams.records import Play


class _YearRow(Struct):
    endTime: str  # noqa: N815 Spotify's names
    msPlayed: float | None  # noqa: N815
    artistName: str | int | None = None  # noqa: N815
    trackName: str | int | None = None  # noqa: N815
    podcastName: str | None = None  # noqa: N815
    audiobookName: str | None = None  # noqa: N815


class _ExtendedRow(Struct):
    ts: str
    ms_played: float | None
    master_metadata_track_name: str | int | None = None
    master_metadata_album_artist_name: str | int | None = None


def is_year(row: dict[str, Any]) -> bool:
    """Return whether the row is of the export of the last year."""
    return {"endTime", "msPlayed"} <= row.keys()


def is_extended(row: dict[str, Any]) -> bool:
    """Return whether the row is of the extended history."""
    return {"ts", "ms_played"} <= row.keys()


def read_year(content: bytes) -> Iterator[Read]:
    """Yield the plays; `endTime` is in UTC and does not say so. Podcasts are told apart only in files of their own."""
    return plays_of(content, _YearRow, _of_year)


def read_extended(content: bytes) -> Iterator[Read]:
    """Yield the plays; a row without a track is a podcast, a book or a video."""
    return plays_of(content, _ExtendedRow, _read_extended_row)


def _of_year(row: _YearRow) -> Play | None:
    if row.podcastName is not None or row.audiobookName is not None:
        return None
    return check_play(
        at=utc_of(row.endTime), title=row.trackName, artist=row.artistName, listened_s=_seconds(row.msPlayed)
    )


def _read_extended_row(row: _ExtendedRow) -> Play | None:
    if row.master_metadata_track_name is None and row.master_metadata_album_artist_name is None:
        return None
    return check_play(
        at=utc_of(row.ts),
        title=row.master_metadata_track_name,
        artist=row.master_metadata_album_artist_name,
        listened_s=_seconds(row.ms_played),
        is_song=True,
    )


def _seconds(ms: float | None) -> float | None:
    return None if ms is None else ms / 1000
