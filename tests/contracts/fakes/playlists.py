"""Playlists in memory."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from recommender.playlists.access import may_edit, may_read
from recommender.playlists.ports import SummaryPage, Which
from recommender.playlists.records import MAX_COLLABORATORS, Playlist, PlaylistId
from recommender.playlists.summary import summarise
from recommender.records import ListenerId


class FakePlaylistStore:
    """Playlists in a dict; deleted ones in another."""

    def __init__(self) -> None:
        self.playlists: dict[PlaylistId, Playlist] = {}
        self.deleted: dict[PlaylistId, Playlist] = {}

    def clear(self) -> None:
        """Forget all."""
        self.playlists.clear()
        self.deleted.clear()

    def get(self, playlist_id: PlaylistId, *, reader: ListenerId) -> Playlist | None:
        """Return one that the reader may see."""
        playlist = self.playlists.get(playlist_id)
        return playlist if playlist and may_read(playlist, reader) else None

    def page(self, which: Which, *, listener: ListenerId, start: int, n: int, folder: str | None = None) -> SummaryPage:
        """Return the newest first."""
        wanted = [
            each
            for each in self.playlists.values()
            if (each.visibility == "public" if which == "public" else may_edit(each, listener))
            and (folder is None or (each.folder == folder and each.owner == listener))
        ]
        wanted.sort(key=lambda each: (-each.changed_at.timestamp(), each.playlist_id))
        return SummaryPage(summaries=tuple(map(summarise, wanted[start : start + n])), total=len(wanted))

    def folders(self, *, owner: ListenerId) -> Sequence[str]:
        """Return their names."""
        return sorted({e.folder for e in self._of(owner) if e.folder}, key=lambda name: (name.casefold(), name))

    def count(self, *, owner: ListenerId) -> int:
        """Count the owner's."""
        return len(self._of(owner))

    def add(self, playlist: Playlist) -> None:
        """Keep it."""
        self.playlists[playlist.playlist_id] = playlist

    def replace(self, playlist: Playlist, *, editor: ListenerId, revision: int) -> bool:
        """Compare and set."""
        stored = self.playlists.get(playlist.playlist_id)
        if stored is None or stored.revision != revision or not may_edit(stored, editor):
            return False
        self.playlists[playlist.playlist_id] = playlist
        return True

    def delete(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:  # noqa: ARG002
        """Put it aside."""
        stored = self.playlists.get(playlist_id)
        if stored is None or stored.owner != owner:
            return False
        del self.playlists[playlist_id]
        self.deleted[playlist_id] = replace(stored, revision=stored.revision + 1)
        return True

    def restore(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Take it back."""
        stored = self.deleted.get(playlist_id)
        if stored is None or stored.owner != owner:
            return False
        del self.deleted[playlist_id]
        self.playlists[playlist_id] = replace(stored, revision=stored.revision + 1, changed_at=at)
        return True

    def join(self, playlist_id: PlaylistId, *, listener: ListenerId, invitation: str, at: datetime) -> bool:
        """Let the invited in."""
        stored = self.playlists.get(playlist_id)
        if (
            stored is None
            or not invitation
            or stored.invitation != invitation
            or stored.visibility == "private"
            or stored.owner == listener
            or len(stored.collaborators) >= MAX_COLLABORATORS
        ):
            return False
        collaborators = tuple(dict.fromkeys((*stored.collaborators, listener)))
        self.playlists[playlist_id] = replace(
            stored, collaborators=collaborators, revision=stored.revision + 1, changed_at=at
        )
        return True

    def _of(self, owner: ListenerId) -> list[Playlist]:
        return [each for each in self.playlists.values() if each.owner == owner]
