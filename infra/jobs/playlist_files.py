"""Playlists from files of this machine, and into them."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from recommender.clock import Clock, system_clock
from recommender.errors import BadInput
from recommender.playlists import editing
from recommender.playlists.finding import TrackFinder
from recommender.playlists.formats.files import FORMATS, MAX_FILE_BYTES, FormatName
from recommender.playlists.ports import PlaylistStore
from recommender.playlists.records import Playlist, PlaylistId
from recommender.playlists.smart import keeping
from recommender.playlists.smart.navidrome import write_nsp
from recommender.playlists.smart.ports import SmartPlaylistStore
from recommender.playlists.smart.records import SmartPlaylist
from recommender.playlists.smart.transfer import NSP, smart_playlist_of
from recommender.playlists.transfer import playlist_of, read_and_find, written_of
from recommender.records import ListenerId, Track

_ID_BYTES = 8


class ImportedPlaylist(NamedTuple):
    """What became of a file."""

    playlist: Playlist
    n_missing: int
    """Entries that the library does not have."""


def new_playlist_id() -> PlaylistId:
    """Return an id that no playlist has, and nobody guesses."""
    return PlaylistId(secrets.token_hex(_ID_BYTES))


def import_playlist(
    file: Path,
    store: PlaylistStore,
    tracks: Iterable[Track],
    owner: ListenerId,
    *,
    clock: Clock = system_clock,
) -> ImportedPlaylist:
    """Keep the playlist of a file; raises `BadInput` for a file that cannot be read, or is none."""
    content = _read(file)
    finder = TrackFinder(track for track in tracks if track.status == "present")
    found = read_and_find(content, finder, file_name=file.name, folder=os.fspath(file.absolute().parent))
    playlist = playlist_of(found, playlist_id=new_playlist_id(), owner=owner, file_name=file.name, now=clock())
    editing.make(store, playlist)
    return ImportedPlaylist(playlist, sum(track_id is None for track_id in found.track_ids))


def import_smart_playlist(
    file: Path, store: SmartPlaylistStore, owner: ListenerId, *, time_zone: str, clock: Clock = system_clock
) -> SmartPlaylist:
    """Keep the smart playlist of Navidrome's `.nsp`; raises `BadInput` for rules that segue has no words for."""
    playlist = smart_playlist_of(
        _read(file),
        playlist_id=new_playlist_id(),
        owner=owner,
        file_name=file.name,
        time_zone=time_zone,
        now=clock(),
    )
    keeping.make(store, playlist)
    return playlist


def export_playlist(playlist: Playlist, file: Path, tracks: Iterable[Track], *, has_whole_paths: bool) -> None:
    """Write the playlist to a new file, in the form that its ending names.

    Paths are relative to the file's folder, or whole. Raises `BadInput` for another ending, and for a file that is
    there already.
    """
    form = format_of(file)
    here = {track.track_id: track for track in tracks if track.status == "present"}
    below = "" if has_whole_paths else os.fspath(file.absolute().parent)
    _write(file, FORMATS[form].write(written_of(playlist, track_of=here.get, below=below)))


def export_smart_playlist(playlist: SmartPlaylist, file: Path) -> None:
    """Write the smart playlist to a new file as Navidrome's; raises `BadInput` for what that has no words for."""
    _write(file, write_nsp(playlist.name, playlist.description, playlist.definition))


def is_smart(file: Path) -> bool:
    """Return whether the file's name says that it holds a smart playlist."""
    return _ending(file) == NSP


def format_of(file: Path) -> FormatName:
    """Return the form that a file's ending names; raises `BadInput` for another ending."""
    for name in FORMATS:
        if _ending(file) == name:
            return name
    raise BadInput(f"{file}: the name ends in none of {', '.join(f'.{name}' for name in (*FORMATS, NSP))}")


def _ending(file: Path) -> str:
    return file.suffix.lower().removeprefix(".")


def _read(file: Path) -> bytes:
    """Return the file's bytes, as far as is needed to see that they are too many."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror or error}") from error


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise BadInput(f"{file} is there already; give another name, or take it away first") from error
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror or error}") from error
