"""Pictures that people gave to tracks, in MongoDB: `_id` = hash of the content."""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from bson import Binary
from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors

KEPT_UNUSED = timedelta(days=1)
"""For so long a picture stays that no track has: it may be about to be given to one, or its end be undone."""

COVER_PICTURES = CollectionSpec(
    "cover_pictures",
    document_schema(
        {
            "_id": {"bsonType": "string", "minLength": 32, "maxLength": 32},
            "content": {"bsonType": "binData"},
            "added_at": {"bsonType": "date"},
        }
    ),
    (IndexModel([("added_at", 1)], name="by_age"),),
)


class MongoCoverPictures:
    """Pictures in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._pictures = database["cover_pictures"]
        self._corrections = database["corrections"]

    def add(self, content: bytes, *, at: datetime) -> str:
        """Keep a picture, once; return its id. Those that no track has had for a day are dropped."""
        picture_id = blake2b(content, digest_size=16).hexdigest()
        with store_errors("cover pictures"):
            self._pictures.replace_one({"_id": picture_id}, {"content": Binary(content), "added_at": at}, upsert=True)
            self._drop_unused(before=at - KEPT_UNUSED)
        return picture_id

    def get(self, picture_id: str) -> bytes | None:
        """Return a picture's content, or None."""
        with store_errors("cover pictures"):
            document = self._pictures.find_one({"_id": picture_id}, {"content": 1})
        return None if document is None else bytes(document["content"])

    def has(self, picture_id: str) -> bool:
        """Return whether the picture is kept."""
        with store_errors("cover pictures"):
            return self._pictures.count_documents({"_id": picture_id}, limit=1) == 1

    def _drop_unused(self, *, before: datetime) -> None:
        used = [cover for cover in self._corrections.distinct("fields.cover") if cover]
        self._pictures.delete_many({"added_at": {"$lt": before}, "_id": {"$nin": used}})
