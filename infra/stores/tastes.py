"""Tastes in MongoDB: one document a listener, replaced whole together with the offsets it contains."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from pymongo import ReplaceOne
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadRecord
from recommender.listening.taste import Taste
from recommender.records import ListenerId

SCHEMA_VERSION = 1
MOST_LISTED = 1_000

TASTES = CollectionSpec(
    "tastes",
    document_schema(
        {
            "_id": {"bsonType": "string", "minLength": 1, "maxLength": 64},
            "schema_version": {"enum": [SCHEMA_VERSION]},
            "updated_at": {"bsonType": "date"},
            "n_events": {"bsonType": ["int", "long"], "minimum": 0},
            "taste": {"bsonType": "binData"},
        }
    ),
)
"""`taste` is the record as MessagePack: one field, because it is only ever read and written whole."""

_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_decoder = msgspec.msgpack.Decoder(Taste)


class MongoTasteStore:
    """Tastes in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._tastes = database["tastes"]

    def get_many(self, listener_ids: Iterable[ListenerId]) -> Mapping[ListenerId, Taste]:
        """Return the tastes that are known; nothing for a listener who is not."""
        with store_errors("tastes"):
            found = list(self._tastes.find({"_id": {"$in": list(listener_ids)}}))
        return {ListenerId(document["_id"]): _taste(document) for document in found}

    def put_many(self, tastes: Iterable[Taste]) -> None:
        """Replace each taste, its offsets with it; durable when it returns."""
        replacements = [ReplaceOne({"_id": each.listener_id}, _document(each), upsert=True) for each in tastes]
        if not replacements:
            return
        with store_errors("tastes"):
            self._tastes.bulk_write(replacements, ordered=False)

    def listeners(self) -> Sequence[ListenerId]:
        """Return everybody whose taste is known."""
        with store_errors("tastes"):
            return [ListenerId(each["_id"]) for each in self._tastes.find({}, {"_id": 1}).limit(MOST_LISTED)]


def _document(taste: Taste) -> dict[str, Any]:
    return {
        "_id": taste.listener_id,
        "schema_version": SCHEMA_VERSION,
        "updated_at": taste.updated_at,
        "n_events": taste.n_events,
        "taste": _encoder.encode(taste),
    }


def _taste(document: dict[str, Any]) -> Taste:
    try:
        return _decoder.decode(document["taste"])
    except (msgspec.DecodeError, KeyError) as error:
        raise BadRecord(
            f"the taste of listener {document['_id']} cannot be read ({error}); "
            "delete that document from `tastes` and the listener's taste begins anew"
        ) from error
