"""The lists that segue made for a listener's day or week, in MongoDB: one document a listener and kind of list."""

from typing import Any

import msgspec
from bson import Binary
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadRecord
from recommender.playlists.generated.records import GeneratedList
from recommender.records import ListenerId

_TEXT = {"bsonType": "string", "minLength": 1}

MADE_LISTS = CollectionSpec(
    "made_lists",
    document_schema(
        {"_id": _TEXT, "listener_id": _TEXT, "kind": _TEXT, "period": _TEXT, "lists": {"bsonType": "binData"}}
    ),
    listener_field="listener_id",
)
"""`lists` is the records as MessagePack: they are only ever read and written whole."""

_decoder = msgspec.msgpack.Decoder(tuple[GeneratedList, ...])


class MongoKeptLists:
    """Lists of a day or a week in MongoDB; those of the next take their place."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._lists = database["made_lists"]

    def find(self, listener_id: ListenerId, kind: str, period: str) -> tuple[GeneratedList, ...] | None:
        """Return what is kept of this kind for this day or week; None when nothing is."""
        query = {"_id": _id(listener_id, kind), "listener_id": listener_id, "period": period}
        with store_errors("made lists"):
            document = self._lists.find_one(query)
        return None if document is None else _read(document)

    def keep(
        self, listener_id: ListenerId, kind: str, period: str, lists: tuple[GeneratedList, ...]
    ) -> tuple[GeneratedList, ...]:
        """Keep these in place of those of another period; return what is kept: another process may have been first."""
        query = {"_id": _id(listener_id, kind), "listener_id": listener_id, "period": {"$ne": period}}
        change = {"kind": kind, "period": period, "lists": Binary(msgspec.msgpack.encode(lists))}
        with store_errors("made lists"):
            try:
                self._lists.update_one(query, {"$set": change}, upsert=True)
            except DuplicateKeyError:
                return self.find(listener_id, kind, period) or lists
        return lists


def _id(listener_id: ListenerId, kind: str) -> str:
    return f"{listener_id}/{kind}"


def _read(document: dict[str, Any]) -> tuple[GeneratedList, ...]:
    try:
        return _decoder.decode(document["lists"])
    except (msgspec.DecodeError, KeyError) as error:
        raise BadRecord(
            f"the lists {document['_id']} cannot be read ({error}); delete that document from `made_lists`"
        ) from error
