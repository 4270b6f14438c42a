"""Between playlists and files: entries of what a file says, and what a file says of entries."""

from collections.abc import Callable, Container, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from recommender.playlists.finding import TrackFinder
from recommender.playlists.formats.files import read_playlist
from recommender.playlists.locations import written_path
from recommender.playlists.records import MAX_NAME, Entry, EntryId, Named, Playlist, PlaylistId
from recommender.playlists.written import WrittenPlaylist, one_line, shown_title, written_entry
from recommender.records import ListenerId, Track, TrackId

UNNAMED = "Imported playlist"


class FoundPlaylist(NamedTuple):
    """What a file says, and which tracks its entries are."""

    written: WrittenPlaylist
    track_ids: Sequence[TrackId | None]
    """None for what the library does not have."""


def read_and_find(content: bytes, finder: TrackFinder, *, file_name: str, folder: str = "") -> FoundPlaylist:
    """Return what a file holds; raises as `read_playlist` does. `folder` is the one that it lies in, if it is here."""
    written = read_playlist(content, name=file_name)
    return FoundPlaylist(written, finder.find_all(written.entries, folder=folder))


def named_of(track: Track) -> Named:
    """Return what the library calls a track."""
    return written_entry(title=track.title, artist=track.artist, album=track.album, duration_s=track.duration_s)


def playlist_of(
    found: FoundPlaylist, *, playlist_id: PlaylistId, owner: ListenerId, file_name: str, now: datetime
) -> Playlist:
    """Return the playlist that a file makes."""
    written, track_ids = found
    name = written.name or one_line(PurePosixPath(file_name.replace("\\", "/")).stem)[:MAX_NAME] or UNNAMED
    entries = tuple(
        Entry(entry_id=EntryId(f"{playlist_id}-{number}"), named=named, added_by=owner, added_at=now, track_id=track_id)
        for number, (named, track_id) in enumerate(zip(written.entries, track_ids, strict=True))
    )
    return Playlist(
        playlist_id=playlist_id,
        owner=owner,
        name=name,
        description=written.description,
        made_at=now,
        changed_at=now,
        entries=entries,
    )


def written_of(
    playlist: Playlist, *, track_of: Callable[[TrackId], Track | None], below: str = "", is_for_editor: bool = True
) -> WrittenPlaylist:
    """Return what a file says of the playlist; paths are relative to the folder `below`, or whole without one.

    What is missing is written as it was read; where it lay is for those who may edit.
    """
    return WrittenPlaylist(
        name=playlist.name,
        description=playlist.description,
        entries=tuple(_written(entry, track_of, below, is_for_editor) for entry in playlist.shown),
    )


def only_seen(playlist: Playlist, tracks: Container[TrackId]) -> Playlist:
    """Return the playlist without entries of tracks other than these; what its owner only named stays."""
    seen = tuple(entry for entry in playlist.entries if entry.track_id is None or entry.track_id in tracks)
    return replace(playlist, entries=seen)


def written_track(track: Track, *, below: str = "") -> Named:
    """Return what a file says of a track; its path is relative to the folder `below`, or whole without one."""
    return written_entry(
        title=track.title,
        artist=track.artist,
        album=track.album,
        duration_s=track.duration_s,
        location=written_path(track.url, below=below),
    )


def missing(playlist: Playlist, *, track_of: Callable[[TrackId], Track | None]) -> tuple[Entry, ...]:
    """Return the entries whose track the library does not have, or has no more."""
    return tuple(e for e in playlist.shown if e.track_id is None or track_of(e.track_id) is None)


def found_again(entries: Sequence[Entry], finder: TrackFinder) -> dict[EntryId, TrackId]:
    """Return the tracks of those entries that the library has by now."""
    tracks = {entry.entry_id: finder.find(entry.named) for entry in entries}
    return {entry_id: track.track_id for entry_id, track in tracks.items() if track is not None}


def _written(entry: Entry, track_of: Callable[[TrackId], Track | None], below: str, is_for_editor: bool) -> Named:
    track = None if entry.track_id is None else track_of(entry.track_id)
    if track is None:
        return entry.named if is_for_editor else replace(entry.named, title=shown_title(entry.named), location="")
    return written_track(track, below=below)
