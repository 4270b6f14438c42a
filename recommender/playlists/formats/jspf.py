"""JSPF, XSPF's fields as JSON."""

import msgspec
from msgspec import Struct

from recommender.errors import BadInput
from recommender.playlists.records import Named
from recommender.playlists.written import (
    WrittenPlaylist,
    location_of_uri,
    uri_of_location,
    written_entry,
    written_playlist,
)


class _Track(Struct, omit_defaults=True):
    location: list[str] | str | None = None
    title: str | None = None
    creator: str | None = None
    album: str | None = None
    duration: float | None = None
    """Milliseconds."""


class _Playlist(Struct, omit_defaults=True):
    track: list[_Track]
    title: str | None = None
    annotation: str | None = None


class _Document(Struct):
    playlist: _Playlist


def read_jspf(content: bytes) -> WrittenPlaylist:
    """Return what the file says; raises `BadInput` for what is not JSPF."""
    try:
        playlist = msgspec.json.decode(content, type=_Document).playlist
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(f"the file is no JSPF: {error}") from error
    entries = [_entry(track) for track in playlist.track]
    return written_playlist(name=playlist.title or "", description=playlist.annotation or "", entries=entries)


def write_jspf(playlist: WrittenPlaylist) -> str:
    """Return the file's text."""
    document = _Document(
        playlist=_Playlist(
            title=playlist.name or None,
            annotation=playlist.description or None,
            track=[_track(entry) for entry in playlist.entries],
        )
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _entry(track: _Track) -> Named:
    locations = [track.location] if isinstance(track.location, str) else track.location or []
    return written_entry(
        title=track.title or "",
        artist=track.creator or "",
        album=track.album or "",
        duration_s=None if track.duration is None else track.duration / 1000,
        location=location_of_uri(next(iter(locations), "").strip()),
    )


def _track(entry: Named) -> _Track:
    return _Track(
        location=[uri_of_location(entry.location)] if entry.location else None,
        title=entry.title or None,
        creator=entry.artist or None,
        album=entry.album or None,
        duration=None if entry.duration_s is None else round(entry.duration_s * 1000),
    )
