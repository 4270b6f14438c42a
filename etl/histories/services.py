"""Histories of other services in JSON: Maloja's export, and YouTube Music in Google's Takeout."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from etl.histories.json_entries import plays_of
from etl.histories.rows import Read, check_play, moment_of, utc_of
from recommender.prediction.streams.records import Play

_MUSIC = "YouTube Music"
_WATCHED = (
    "Watched ",
    "Vous avez regard\u00e9 ",
    "Has visto ",
    "Hai guardato ",
    "Assistiu a ",
    "Voc\u00ea assistiu a ",
)
_WATCHED_BEHIND = (" angesehen", " bekeken")
_CHANNEL = " - Topic"
"""YouTube's channels of one artist's songs are called so."""


class _MalojaTrack(Struct):
    title: str
    artists: list[str]


class _MalojaRow(Struct):
    time: float
    track: _MalojaTrack
    duration: float | None = None
    """Seconds that it was heard."""


class _Channel(Struct):
    name: str


class _YoutubeRow(Struct):
    header: str
    title: str
    time: str
    subtitles: list[_Channel] = []


def is_maloja(row: dict[str, Any]) -> bool:
    """Return whether the row is a scrobble of Maloja."""
    return {"time", "track"} <= row.keys() and isinstance(row["track"], dict) and "artists" in row["track"]


def is_youtube(row: dict[str, Any]) -> bool:
    """Return whether the row is of Takeout's `watch-history.json`."""
    return {"header", "title", "time"} <= row.keys()


def read_maloja(content: bytes) -> Iterator[Read]:
    """Yield the plays."""
    return plays_of(content, _MalojaRow, _of_maloja)


def read_youtube(content: bytes) -> Iterator[Read]:
    """Yield the plays of YouTube Music; what was watched on YouTube itself, or is gone from it, is no music."""
    return plays_of(content, _YoutubeRow, _of_youtube)


def _of_maloja(row: _MalojaRow) -> Play:
    artist = ", ".join(row.track.artists)
    return check_play(at=moment_of(row.time), title=row.track.title, artist=artist, listened_s=row.duration)


def _watched_title(title: str) -> str:
    """Return what was watched: Takeout puts that word of the user's language to the title."""
    for word in _WATCHED:
        title = title.removeprefix(word)
    for word in _WATCHED_BEHIND:
        title = title.removesuffix(word)
    return title


def _of_youtube(row: _YoutubeRow) -> Play | None:
    if row.header != _MUSIC or not row.subtitles:
        return None
    return check_play(
        at=utc_of(row.time),
        title=_watched_title(row.title),
        artist=row.subtitles[0].name.removesuffix(_CHANNEL),
        is_song=True,
    )
