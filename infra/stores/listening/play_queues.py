"""Queues in MongoDB: one document a listener, the newest one saved."""

from typing import Any

import msgspec
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadRecord
from recommender.listening.play_queue import PlayQueue
from recommender.records import ListenerId

PLAY_QUEUES = CollectionSpec(
    "play_queues",
    document_schema(
        {"_id": {"bsonType": "string", "minLength": 1}, "saved_at": {"bsonType": "date"},
         "queue": {"bsonType": "binData"}}
    ),
    listener_field="_id",
)  # fmt: skip
"""`queue` is the record as MessagePack: it is only ever read and written whole."""


class MongoPlayQueueStore:
    """Queues in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._queues = database["play_queues"]

    def get(self, listener_id: ListenerId) -> PlayQueue:
        """Return what was saved last; an empty queue when nothing was."""
        with store_errors("play queues"):
            document = self._queues.find_one({"_id": listener_id})
        if document is None:
            return PlayQueue()
        try:
            return msgspec.msgpack.decode(document["queue"], type=PlayQueue)
        except msgspec.DecodeError as error:
            raise BadRecord(f"the queue of listener {listener_id} cannot be read: {error}") from error

    def put(self, listener_id: ListenerId, queue: PlayQueue) -> None:
        """Keep the queue in the place of the one before."""
        document = {"saved_at": queue.saved_at, "queue": msgspec.msgpack.encode(queue)}
        with store_errors("play queues"):
            self._queues.replace_one({"_id": listener_id}, document, upsert=True)

    def delete(self, listener_id: ListenerId) -> None:
        """Forget the listener's queue."""
        with store_errors("play queues"):
            self._queues.delete_one({"_id": listener_id})
