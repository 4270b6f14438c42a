"""Who may read and edit a playlist."""

from recommender.errors import SegueError
from recommender.playlists.records import Playlist, PlaylistChange
from recommender.records import ListenerId


class NotYours(SegueError):
    """The playlist may be read by the asking listener, but not changed in this way."""


def may_read(playlist: Playlist, listener: ListenerId) -> bool:
    """Return whether the listener may read it."""
    return playlist.visibility == "public" or may_edit(playlist, listener)


def may_edit(playlist: Playlist, listener: ListenerId) -> bool:
    """Return whether the listener may change its entries, name and description."""
    return listener == playlist.owner or (playlist.visibility != "private" and listener in playlist.collaborators)


def require_editor(playlist: Playlist, listener: ListenerId) -> None:
    """Raise `NotYours` for a listener who may only read it."""
    if not may_edit(playlist, listener):
        raise NotYours(f"{playlist.name!r} can be changed by its owner and collaborators only")


def require_owner(playlist: Playlist, listener: ListenerId) -> None:
    """Raise `NotYours` for everybody but the owner."""
    if listener != playlist.owner:
        raise NotYours(f"only the owner of {playlist.name!r} can do that")


def readers_of(change: PlaylistChange) -> frozenset[ListenerId] | None:
    """Return who may know of a change; None for everybody."""
    if change.visibility == "public":
        return None
    others = () if change.visibility == "private" else change.collaborators
    return frozenset((change.owner, *others))
