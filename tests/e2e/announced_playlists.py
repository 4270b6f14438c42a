"""Playlists in memory that tell of their changes, as MongoDB's change stream does."""

from collections.abc import Callable
from typing import Any

from recommender.playlists.records import Playlist, PlaylistChange, PlaylistId
from tests.contracts.fakes.playlists import FakePlaylistStore


class AnnouncedPlaylists(FakePlaylistStore):
    """Tells after each change; `announce` is set when there is somebody to be told."""

    def __init__(self) -> None:
        super().__init__()
        self.announce: Callable[[PlaylistChange], None] = lambda _change: None

    def add(self, playlist: Playlist) -> None:
        """Keep it, and tell."""
        super().add(playlist)
        self._tell(playlist.playlist_id)

    def replace(self, playlist: Playlist, **asked: Any) -> bool:
        """Replace it, and tell."""
        return super().replace(playlist, **asked) and self._tell(playlist.playlist_id)

    def delete(self, playlist_id: PlaylistId, **asked: Any) -> bool:
        """Delete it, and tell."""
        return super().delete(playlist_id, **asked) and self._tell(playlist_id)

    def restore(self, playlist_id: PlaylistId, **asked: Any) -> bool:
        """Restore it, and tell."""
        return super().restore(playlist_id, **asked) and self._tell(playlist_id)

    def join(self, playlist_id: PlaylistId, **asked: Any) -> bool:
        """Let somebody join, and tell."""
        return super().join(playlist_id, **asked) and self._tell(playlist_id)

    def _tell(self, playlist_id: PlaylistId) -> bool:
        playlist = self.playlists.get(playlist_id) or self.deleted[playlist_id]
        self.announce(
            PlaylistChange(
                playlist_id=playlist_id,
                revision=playlist.revision,
                owner=playlist.owner,
                visibility=playlist.visibility,
                collaborators=playlist.collaborators,
                is_deleted=playlist_id in self.deleted,
            )
        )
        return True
