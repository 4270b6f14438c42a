"""How playlists are made and changed in a store that several people write to at once."""

from collections.abc import Iterable, Sequence

from recommender.clock import Clock
from recommender.errors import BadInput, ServerUnavailable
from recommender.playlists.operations import Operation, apply
from recommender.playlists.ports import PlaylistStore
from recommender.playlists.records import MAX_PLAYLISTS, NoPlaylist, Playlist, PlaylistId
from recommender.records import ListenerId, TrackId

MAX_TRIES = 50
"""Each time somebody else was quicker; with two who edit at once one more try is rare."""


def read(store: PlaylistStore, playlist_id: PlaylistId, *, reader: ListenerId) -> Playlist:
    """Return the playlist; raises `NoPlaylist` for one that the reader may not see."""
    playlist = store.get(playlist_id, reader=reader)
    if playlist is None:
        raise NoPlaylist(playlist_id)
    return playlist


def make(store: PlaylistStore, playlist: Playlist) -> Playlist:
    """Keep a new playlist; raises `BadInput` for an owner who has as many as one may have."""
    if store.count(owner=playlist.owner) >= MAX_PLAYLISTS:
        raise BadInput(f"there are {MAX_PLAYLISTS:,} playlists of yours already; delete one first")
    store.add(playlist)
    return playlist


def edit(
    store: PlaylistStore,
    playlist_id: PlaylistId,
    operations: Sequence[Operation],
    *,
    editor: ListenerId,
    clock: Clock,
) -> Playlist:
    """Apply the operations to what is stored now, and keep the outcome; return it.

    Where somebody else changed the playlist in between, the operations are applied again to theirs. Raises as
    `operations.apply` does, and `NoPlaylist`.
    """
    for _ in range(MAX_TRIES):
        stored = read(store, playlist_id, reader=editor)
        edited = apply(stored, operations, editor=editor, now=clock())
        if edited is stored or store.replace(edited, editor=editor, revision=stored.revision):
            return edited
    raise ServerUnavailable(f"playlist {playlist_id} is changed by too many at once; try again")


def duplicates(playlist: Playlist, track_ids: Iterable[TrackId]) -> tuple[TrackId, ...]:
    """Return those of the tracks that the playlist has already, or that come twice among them, each once."""
    known = {entry.track_id for entry in playlist.shown}
    twice: dict[TrackId, None] = {}
    for track_id in track_ids:
        if track_id in known:
            twice[track_id] = None
        known.add(track_id)
    return tuple(twice)
