"""The tracks that a sent history is matched with: how many plays match would tell of what its listener may not see."""

from collections.abc import Iterator
from typing import Any

from pymongo.database import Database

from infra.stores.accounts.accounts import MongoAccountStore
from infra.stores.libraries import MongoLibraryStore
from infra.stores.tracks import MongoTrackStore
from recommender.catalogue.libraries.records import library_of
from recommender.catalogue.libraries.visibility import Visibility
from recommender.records import ListenerId, Track


def tracks_seen_by(listener_id: ListenerId, database: Database[dict[str, Any]]) -> Iterator[Track]:
    """Yield the tracks that lie in no library, or in one that the listener sees."""
    libraries = MongoLibraryStore(database).all()
    account = MongoAccountStore(database).get(listener_id)
    hidden = Visibility(libraries, {listener_id: account.role} if account else {}).hidden_from(listener_id)
    for track in MongoTrackStore(database).scan():
        library = library_of(track.url, libraries) if hidden else None
        if library is None or library.library_id not in hidden:
            yield track
