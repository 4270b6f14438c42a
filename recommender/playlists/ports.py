"""Where playlists live. Every method names who asks: what is not theirs to see or change is as if it were not there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from msgspec import Struct

from recommender.playlists.records import Playlist, PlaylistId, PlaylistSummary
from recommender.records import ListenerId

Which = Literal["mine", "public"]
"""`mine`: those that the listener owns or works on. `public`: those that everybody sees."""


class SummaryPage(Struct, frozen=True, kw_only=True):
    """Some playlists of a longer list."""

    summaries: tuple[PlaylistSummary, ...]
    total: int


class PlaylistStore(Protocol):
    """Where playlists live."""

    def get(self, playlist_id: PlaylistId, *, reader: ListenerId) -> Playlist | None:
        """Return the playlist with all of its entries; None for one that the reader may not see, or that is deleted."""

    def page(self, which: Which, *, listener: ListenerId, start: int, n: int, folder: str | None = None) -> SummaryPage:
        """Return `n` playlists from row `start` on, the last changed first; those of one folder when it is given."""

    def folders(self, *, owner: ListenerId) -> Sequence[str]:
        """Return the names of the owner's folders, in order."""

    def count(self, *, owner: ListenerId) -> int:
        """Return how many playlists the owner has, without deleted ones."""

    def add(self, playlist: Playlist) -> None:
        """Keep a new playlist; durable when it returns."""

    def replace(self, playlist: Playlist, *, editor: ListenerId, revision: int) -> bool:
        """Replace the stored one if it is of `revision` still and the editor may edit it; return whether it was so."""

    def delete(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Delete the owner's playlist; it can be restored. Return whether there was one."""

    def restore(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Make a deleted playlist be there again; return whether there was one."""

    def join(self, playlist_id: PlaylistId, *, listener: ListenerId, invitation: str, at: datetime) -> bool:
        """Make the listener a collaborator if the invitation is the stored one; return whether it was."""
