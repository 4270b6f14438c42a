"""Tastes in MongoDB: one document a listener, replaced whole together with the offsets it contains."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from pymongo import ReplaceOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import DUPLICATE_KEY, store_errors
from recommender.errors import BadRecord, StaleTaste
from recommender.listening.taste import Taste
from recommender.records import ListenerId

SCHEMA_VERSION = 1
MAX_LISTED = 1_000
ANSWER_WITHIN_S = 20.0

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
    listener_field="_id",
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
        with store_errors("tastes", within_s=ANSWER_WITHIN_S):
            documents = list(self._tastes.find({"_id": {"$in": list(listener_ids)}}))
        return {ListenerId(document["_id"]): _taste(document) for document in documents}

    def put_many(self, tastes: Iterable[Taste]) -> None:
        """Replace each taste, its offsets with it; durable when it returns."""
        replacements = [
            # A worker whose partitions have moved, and does not know it yet, must not take events back.
            ReplaceOne({"_id": taste.listener_id, "n_events": {"$lte": taste.n_events}}, _document(taste), upsert=True)
            for taste in tastes
        ]
        if not replacements:
            return
        with store_errors("tastes", within_s=ANSWER_WITHIN_S):
            try:
                self._tastes.bulk_write(replacements, ordered=False)
            except BulkWriteError as error:
                _require_newest(error)
                raise

    def listeners(self) -> Sequence[ListenerId]:
        """Return everybody whose taste is known."""
        with store_errors("tastes"):
            return [ListenerId(document["_id"]) for document in self._tastes.find({}, {"_id": 1}).limit(MAX_LISTED)]


def _require_newest(error: BulkWriteError) -> None:
    """Raise `StaleTaste` when the stored tastes are newer, and nothing else is wrong.

    The filter of such a one finds nothing, and its id is there already.
    """
    failures = error.details["writeErrors"]
    stale = [failure["op"]["q"]["_id"] for failure in failures if failure["code"] == DUPLICATE_KEY]
    if stale and len(stale) == len(failures) and not error.details.get("writeConcernErrors"):
        raise StaleTaste(f"newer tastes are stored of {len(stale)} listeners, the first is {stale[0]}") from error


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
