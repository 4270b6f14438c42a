"""Smart playlists in memory."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from recommender.playlists.ports import Which
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart.records import KeptTracks, SmartPlaylist
from recommender.records import ListenerId


class FakeSmartPlaylistStore:
    """Smart playlists in a dict; deleted ones in another."""

    def __init__(self) -> None:
        self.playlists: dict[PlaylistId, SmartPlaylist] = {}
        self.deleted: dict[PlaylistId, SmartPlaylist] = {}

    def clear(self) -> None:
        """Forget all."""
        self.playlists.clear()
        self.deleted.clear()

    def get(self, playlist_id: PlaylistId, *, reader: ListenerId) -> SmartPlaylist | None:
        """Return one that the reader may see."""
        playlist = self.playlists.get(playlist_id)
        return playlist if playlist and (playlist.visibility == "public" or playlist.owner == reader) else None

    def all(self, which: Which, *, listener: ListenerId) -> Sequence[SmartPlaylist]:
        """Return the newest first."""
        wanted = [
            replace(each, kept=None)
            for each in self.playlists.values()
            if (each.visibility == "public" if which == "public" else each.owner == listener)
        ]
        return sorted(wanted, key=lambda each: (-each.changed_at.timestamp(), each.playlist_id))

    def count(self, *, owner: ListenerId) -> int:
        """Count the owner's."""
        return sum(each.owner == owner for each in self.playlists.values())

    def add(self, playlist: SmartPlaylist) -> None:
        """Keep it."""
        self.playlists[playlist.playlist_id] = playlist

    def replace(self, playlist: SmartPlaylist, *, owner: ListenerId, revision: int) -> bool:
        """Compare and set."""
        if self._own(self.playlists, playlist.playlist_id, owner, revision) is None:
            return False
        self.playlists[playlist.playlist_id] = playlist
        return True

    def keep(self, playlist_id: PlaylistId, kept: KeptTracks, *, owner: ListenerId, revision: int) -> bool:
        """Put the tracks beside it."""
        stored = self._own(self.playlists, playlist_id, owner, revision)
        if stored is None:
            return False
        self.playlists[playlist_id] = replace(stored, kept=kept)
        return True

    def delete(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:  # noqa: ARG002
        """Put it aside."""
        stored = self._own(self.playlists, playlist_id, owner)
        if stored is None:
            return False
        del self.playlists[playlist_id]
        self.deleted[playlist_id] = replace(stored, revision=stored.revision + 1)
        return True

    def restore(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Take it back."""
        stored = self._own(self.deleted, playlist_id, owner)
        if stored is None:
            return False
        del self.deleted[playlist_id]
        self.playlists[playlist_id] = replace(stored, revision=stored.revision + 1, changed_at=at)
        return True

    @staticmethod
    def _own(
        among: dict[PlaylistId, SmartPlaylist], playlist_id: PlaylistId, owner: ListenerId, revision: int | None = None
    ) -> SmartPlaylist | None:
        stored = among.get(playlist_id)
        is_it = stored is not None and stored.owner == owner and revision in (None, stored.revision)
        return stored if is_it else None
