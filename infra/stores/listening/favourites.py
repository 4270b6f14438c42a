"""Liked albums and artists in MongoDB: one document a listener and thing."""

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadInput
from recommender.listening.favourites import Favourite, FavouriteKind
from recommender.records import ListenerId

MAX_FAVOURITES = 10_000
"""Of one listener and kind."""
_TEXT = {"bsonType": "string", "minLength": 1, "maxLength": 64}

FAVOURITES = CollectionSpec(
    "favourites",
    document_schema(
        {
            "_id": {"bsonType": "string", "minLength": 1},
            "listener_id": _TEXT,
            "kind": {"enum": ["album", "artist"]},
            "target_id": _TEXT,
            "liked_at": {"bsonType": "date"},
        }
    ),
    (IndexModel([("listener_id", 1), ("kind", 1), ("liked_at", -1), ("target_id", 1)], name="by_listener"),),
    listener_field="listener_id",
)


class MongoFavouriteStore:
    """Liked albums and artists in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._favourites = database["favourites"]

    def put(self, listener_id: ListenerId, favourite: Favourite) -> None:
        """Keep it; what is liked already stays as it was. Raise `BadInput` where there are 10,000 of its kind."""
        own = {"listener_id": listener_id, "kind": favourite.kind}
        one = {**own, "target_id": favourite.target_id}
        with store_errors("favourites"):
            if self._favourites.count_documents(own, limit=MAX_FAVOURITES) >= MAX_FAVOURITES:
                raise BadInput(f"{MAX_FAVOURITES} {favourite.kind}s are liked, no more are kept; take some likes back")
            identity = {"_id": f"{listener_id}/{favourite.kind}/{favourite.target_id}"}
            self._favourites.update_one(
                {**identity, "listener_id": listener_id},
                {"$setOnInsert": {**one, "liked_at": favourite.liked_at}},
                upsert=True,
            )

    def delete(self, listener_id: ListenerId, kind: FavouriteKind, target_ids: Iterable[str]) -> None:
        """Forget these; what is not liked is no trouble."""
        query = {"listener_id": listener_id, "kind": kind, "target_id": {"$in": sorted(target_ids)}}
        with store_errors("favourites"):
            self._favourites.delete_many(query)

    def of_listener(self, listener_id: ListenerId, kind: FavouriteKind) -> Sequence[Favourite]:
        """Return what the listener likes, newest first."""
        query = {"listener_id": listener_id, "kind": kind}
        order = [("liked_at", DESCENDING), ("target_id", 1)]
        with store_errors("favourites"):
            rows = list(self._favourites.find(query, {"_id": 0, "target_id": 1, "liked_at": 1}).sort(order))
        return [Favourite(kind, row["target_id"], row["liked_at"]) for row in rows]
