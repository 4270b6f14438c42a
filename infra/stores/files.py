"""The ledger of known files in MongoDB, `_id` = URL: what makes a second ingest a matter of seconds."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from pymongo import DeleteOne, IndexModel, ReplaceOne
from pymongo.database import Database

from etl.ingest.ledger import KnownFile
from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.records import TrackId

_COUNT = {"bsonType": ["int", "long"], "minimum": 0}

FILES = CollectionSpec(
    "files",
    document_schema(
        {
            "_id": {"bsonType": "string", "pattern": "^file://"},
            "size": _COUNT,
            "mtime_ns": {"bsonType": ["int", "long"]},
            "described_by": {"bsonType": "string"},
            "track_id": {"bsonType": "string", "minLength": 1, "maxLength": 64},
            "state": {"enum": ["present", "missing", "rejected"]},
        },
        optional={"ctime_ns": {"bsonType": ["int", "long"]}, "tags_revision": _COUNT},
    ),
    (IndexModel([("track_id", 1)], name="by_track"),),
)


class MongoFileLedger:
    """Known files in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._files = database["files"]

    def under(self, prefix: str) -> Iterator[KnownFile]:
        """Yield the known files whose URL starts with `prefix`, in order of URL."""
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        with store_errors("files"):
            for document in self._files.find({"_id": {"$gte": prefix, "$lt": after}}, batch_size=20_000).sort("_id", 1):
                yield _known_file(document)

    def named(self, urls: Iterable[str]) -> Iterator[KnownFile]:
        """Yield those of the files that are known."""
        with store_errors("files"):
            for batch in batches(urls):
                yield from map(_known_file, self._files.find({"_id": {"$in": batch}}))

    def of_tracks(self, track_ids: Iterable[TrackId]) -> Iterator[KnownFile]:
        """Yield the known files, in any folder, that hold the audio of these tracks."""
        with store_errors("files"):
            for ids in batches(track_ids):
                yield from map(_known_file, self._files.find({"track_id": {"$in": ids}}))

    def put_many(self, files: Iterable[KnownFile]) -> None:
        """Insert or replace each file by its URL; durable when it returns."""
        with store_errors("files"):
            for batch in batches(files):
                self._files.bulk_write(
                    [ReplaceOne({"_id": file.url}, _document(file), upsert=True) for file in batch], ordered=False
                )

    def forget(self, urls: Iterable[str]) -> None:
        """Drop the records of these files; unknown ones are no error."""
        with store_errors("files"):
            for batch in batches(urls):
                self._files.bulk_write([DeleteOne({"_id": url}) for url in batch], ordered=False)


def _document(file: KnownFile) -> dict[str, Any]:
    fields = msgspec.structs.asdict(file)
    return {"_id": fields.pop("url"), **fields}


def _known_file(document: dict[str, Any]) -> KnownFile:
    return KnownFile(url=document.pop("_id"), **document)
