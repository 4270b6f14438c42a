"""Listeners' own arrangements of the room in MongoDB: one document each."""

from typing import Any

import msgspec
from bson import Binary
from pymongo import DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadInput, BadRecord
from recommender.records import ListenerId
from recommender.room.arrangements import MAX_ARRANGEMENTS, MAX_NAME_LENGTH, Arrangement, OwnPlace

_TEXT = {"bsonType": "string", "minLength": 1, "maxLength": 64}

ARRANGEMENTS = CollectionSpec(
    "arrangements",
    document_schema(
        {
            "_id": {"bsonType": "string", "minLength": 1},
            "listener_id": _TEXT,
            "arrangement_id": _TEXT,
            "name": {"bsonType": "string", "minLength": 1, "maxLength": MAX_NAME_LENGTH},
            "revision": {"bsonType": ["int", "long"], "minimum": 1},
            "changed_at": {"bsonType": "date"},
            "places": {"bsonType": "binData"},
        }
    ),
    (IndexModel([("listener_id", 1), ("changed_at", -1), ("arrangement_id", 1)], name="by_listener"),),
    listener_field="listener_id",
)
"""`places` is the records as MessagePack: they are only ever read and written whole."""

_decoder = msgspec.msgpack.Decoder(tuple[OwnPlace, ...])
_PLAIN = ("arrangement_id", "name", "revision", "changed_at")


class MongoArrangementStore:
    """Arrangements in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._arrangements = database["arrangements"]

    def all(self, listener_id: ListenerId) -> tuple[Arrangement, ...]:
        """Return the listener's, the last changed first."""
        order = [("changed_at", DESCENDING), ("arrangement_id", 1)]
        with store_errors("arrangements"):
            return tuple(map(_arrangement, self._arrangements.find({"listener_id": listener_id}).sort(order)))

    def get(self, listener_id: ListenerId, arrangement_id: str) -> Arrangement | None:
        """Return one; None where the listener has no such."""
        query = {"_id": _id(listener_id, arrangement_id), "listener_id": listener_id}
        with store_errors("arrangements"):
            document = self._arrangements.find_one(query)
        return None if document is None else _arrangement(document)

    def put(self, listener_id: ListenerId, arrangement: Arrangement) -> bool:
        """Keep it in the place of the revision before; False where what is stored is of another."""
        document = {
            "_id": _id(listener_id, arrangement.arrangement_id),
            "listener_id": listener_id,
            **{name: getattr(arrangement, name) for name in _PLAIN},
            "places": Binary(msgspec.msgpack.encode(arrangement.places)),
        }
        with store_errors("arrangements"):
            if arrangement.revision == 1:
                return self._add(listener_id, document)
            query = {"_id": document["_id"], "listener_id": listener_id, "revision": arrangement.revision - 1}
            return self._arrangements.replace_one(query, document).matched_count == 1

    def delete(self, listener_id: ListenerId, arrangement_id: str) -> bool:
        """Forget one; return whether there was one."""
        query = {"_id": _id(listener_id, arrangement_id), "listener_id": listener_id}
        with store_errors("arrangements"):
            return self._arrangements.delete_one(query).deleted_count == 1

    def _add(self, listener_id: ListenerId, document: dict[str, Any]) -> bool:
        if self._arrangements.find_one({"_id": document["_id"]}, {"_id": 1}) is not None:
            return False
        own = {"listener_id": listener_id}
        if self._arrangements.count_documents(own, limit=MAX_ARRANGEMENTS) >= MAX_ARRANGEMENTS:
            raise BadInput(f"you have {MAX_ARRANGEMENTS} arrangements, no more are kept; delete one first")
        try:
            self._arrangements.insert_one(document)
        except DuplicateKeyError:
            return False
        return True


def _id(listener_id: ListenerId, arrangement_id: str) -> str:
    return f"{listener_id}/{arrangement_id}"


def _arrangement(document: dict[str, Any]) -> Arrangement:
    try:
        return Arrangement(
            places=_decoder.decode(document["places"]),
            **{name: document[name] for name in _PLAIN},
        )
    except (msgspec.DecodeError, KeyError) as error:
        raise BadRecord(
            f"arrangement {document['_id']} cannot be read ({error}); delete that document from `arrangements`"
        ) from error
