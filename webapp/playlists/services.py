"""What the web needs for playlists; infra hands it in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recommender.catalogue.snapshot import Catalogue
from recommender.playlists.ports import PlaylistStore
from recommender.playlists.records import Entry, EntryId, PlaylistId
from recommender.playlists.smart.ports import SmartPlaylistStore
from recommender.playlists.transfer import FoundPlaylist
from recommender.records import TrackId


@dataclass(frozen=True, kw_only=True)
class PlaylistServices:
    """The ports of playlists. Each is called from many greenlets and must not block the process."""

    store: PlaylistStore
    smart: SmartPlaylistStore
    read_file: Callable[[bytes, str, Catalogue], FoundPlaylist]
    """Returns what a file of this name holds and which tracks of this catalogue that is; raises `BadInput`."""
    find_again: Callable[[Sequence[Entry], Catalogue], dict[EntryId, TrackId]]
    """Returns the tracks of those missing entries that this catalogue has by now."""
    new_id: Callable[[], PlaylistId]
