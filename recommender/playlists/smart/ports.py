"""Where smart playlists live. Every method names who asks, as with those made by hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from recommender.playlists.ports import Which
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart.records import KeptTracks, SmartPlaylist
from recommender.records import ListenerId


class SmartPlaylistStore(Protocol):
    """Where smart playlists live."""

    def get(self, playlist_id: PlaylistId, *, reader: ListenerId) -> SmartPlaylist | None:
        """Return it; None for one that the reader may not see, or that is deleted."""

    def all(self, which: Which, *, listener: ListenerId) -> Sequence[SmartPlaylist]:
        """Return the listener's own, or the public ones, without kept tracks; the last changed first, 500 at most."""

    def count(self, *, owner: ListenerId) -> int:
        """Return how many the owner has, without deleted ones."""

    def add(self, playlist: SmartPlaylist) -> None:
        """Keep a new one; durable when it returns."""

    def replace(self, playlist: SmartPlaylist, *, owner: ListenerId, revision: int) -> bool:
        """Replace the owner's if it is of `revision` still; return whether it was so."""

    def keep(self, playlist_id: PlaylistId, kept: KeptTracks, *, owner: ListenerId, revision: int) -> bool:
        """Keep its tracks as they were worked out, if the owner's is of `revision` still; return whether it was so."""

    def delete(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Delete the owner's; it can be restored. Return whether there was one."""

    def restore(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Make a deleted one be there again; return whether there was one."""
