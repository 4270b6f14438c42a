"""What all playlists that somebody owns have in common: counted, deleted for a time, restored."""

from datetime import datetime, timedelta
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.collection import Collection

from infra.stores.store_errors import store_errors
from recommender.playlists.records import PlaylistId
from recommender.records import ListenerId

NEWEST_FIRST = (("changed_at", DESCENDING), ("_id", 1))
NOT_DELETED = {"deleted_at": {"$exists": False}}
RESTORED_WITHIN = timedelta(days=30)
"""After so long a deleted playlist is gone for good."""
GONE_INDEX = IndexModel("deleted_at", name="gone", expireAfterSeconds=int(RESTORED_WITHIN.total_seconds()))


class OwnedPlaylists:
    """A collection of documents with `owner`, `revision`, `changed_at` and maybe `deleted_at`."""

    def __init__(self, collection: Collection[dict[str, Any]], what: str) -> None:
        """Take a collection; errors call its documents `what`."""
        self._playlists = collection
        self._what = what

    def count(self, *, owner: ListenerId) -> int:
        """Return how many the owner has, without deleted ones."""
        with store_errors(self._what):
            return self._playlists.count_documents({"owner": owner, **NOT_DELETED})

    def delete(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Delete the owner's; it can be restored for 30 days. Return whether there was one."""
        query = {"_id": playlist_id, "owner": owner, **NOT_DELETED}
        with store_errors(self._what):
            outcome = self._playlists.update_one(query, {"$set": {"deleted_at": at}, "$inc": {"revision": 1}})
        return outcome.matched_count == 1

    def restore(self, playlist_id: PlaylistId, *, owner: ListenerId, at: datetime) -> bool:
        """Make a deleted one be there again; return whether there was one."""
        query = {"_id": playlist_id, "owner": owner, "deleted_at": {"$exists": True}}
        change = {"$unset": {"deleted_at": ""}, "$set": {"changed_at": at}, "$inc": {"revision": 1}}
        with store_errors(self._what):
            return self._playlists.update_one(query, change).matched_count == 1
