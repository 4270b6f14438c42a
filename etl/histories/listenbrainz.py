"""ListenBrainz exports: JSON lines, or an array in older ones, of `listened_at` and `track_metadata`."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from etl.histories.json_entries import plays_of
from etl.histories.rows import Read, check_play, moment_of
from recommender.prediction.streams.records import Play


class _Metadata(Struct):
    track_name: str
    artist_name: str


class _Row(Struct):
    listened_at: int | float | str
    """Seconds."""
    track_metadata: _Metadata


def is_listenbrainz(row: dict[str, Any]) -> bool:
    """Return whether the row is a listen."""
    return {"listened_at", "track_metadata"} <= row.keys()


def read_listenbrainz(content: bytes) -> Iterator[Read]:
    """Yield the plays; how long each was heard is not told."""
    return plays_of(content, _Row, _parse)


def _parse(row: _Row) -> Play:
    known = row.track_metadata
    return check_play(at=moment_of(row.listened_at), title=known.track_name, artist=known.artist_name)
