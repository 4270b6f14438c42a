"""How smart playlists are made and changed; one that would be made of itself is refused."""

from collections.abc import Iterator

from recommender.errors import BadInput, OutOfRange
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart.checking import check, rules_of
from recommender.playlists.smart.matching import Circular
from recommender.playlists.smart.ports import SmartPlaylistStore
from recommender.playlists.smart.records import (
    MAX_SMART_PLAYLISTS,
    Definition,
    NoSmartPlaylist,
    Rule,
    SmartPlaylist,
)
from recommender.records import ListenerId


def read(store: SmartPlaylistStore, playlist_id: PlaylistId, *, reader: ListenerId) -> SmartPlaylist:
    """Return it; raises `NoSmartPlaylist` for one that the reader may not see."""
    playlist = store.get(playlist_id, reader=reader)
    if playlist is None:
        raise NoSmartPlaylist(playlist_id)
    return playlist


def make(store: SmartPlaylistStore, playlist: SmartPlaylist) -> None:
    """Keep a new one; raises `BadInput` for rules that cannot be asked, and for too many."""
    require_makeable(store, playlist)
    if store.count(owner=playlist.owner) >= MAX_SMART_PLAYLISTS:
        raise BadInput(f"there are {MAX_SMART_PLAYLISTS} smart playlists of yours already; delete one first")
    store.add(playlist)


def change(store: SmartPlaylistStore, playlist: SmartPlaylist, *, revision: int) -> None:
    """Replace the owner's; raises as `make` does, and `OutOfRange` when it was changed elsewhere meanwhile."""
    require_makeable(store, playlist)
    if not store.replace(playlist, owner=playlist.owner, revision=revision):
        raise OutOfRange(f"{playlist.name!r} was changed elsewhere meanwhile; load it again, then make your change")


def require_makeable(store: SmartPlaylistStore, playlist: SmartPlaylist) -> None:
    """Raise `BadInput` for rules that cannot be asked, `Circular` for a list that would be made of itself."""
    check(playlist.definition)
    seen = {playlist.playlist_id}
    for direct in playlists_in(playlist.definition):
        for inner in _made_of(store, direct, playlist.owner, seen):
            if inner == playlist.playlist_id:
                known = store.get(direct, reader=playlist.owner)
                raise Circular(known.name if known else playlist.name)


def playlists_in(definition: Definition) -> tuple[PlaylistId, ...]:
    """Return the playlists that the rules name, each once."""
    named = (
        PlaylistId(str(each.value))
        for each in rules_of(definition.rules)
        if isinstance(each, Rule) and each.field == "playlist"
    )
    return tuple(dict.fromkeys(named))


def _made_of(
    store: SmartPlaylistStore, playlist_id: PlaylistId, reader: ListenerId, seen: set[PlaylistId]
) -> Iterator[PlaylistId]:
    """Yield a playlist and all that it is made of, each once; what somebody may not see, it is not made of."""
    yield playlist_id
    if playlist_id in seen:
        return
    seen.add(playlist_id)
    if (playlist := store.get(playlist_id, reader=reader)) is not None:
        for inner in playlists_in(playlist.definition):
            yield from _made_of(store, inner, playlist.owner, seen)
