"""Raw feature vectors in MongoDB: `{_id: track_id, fingerprint, vector, analysed_at, seconds}`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
from pymongo import IndexModel, ReplaceOne
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadRecord
from recommender.records import Features, TrackId
from recommender.similarity.features import N_COLUMNS

VECTOR_DTYPE = np.dtype("<f4")
"""In the document the vector is these bytes, little-endian whatever the machine."""

FEATURES = CollectionSpec(
    "features",
    document_schema(
        {
            "_id": {"bsonType": "string", "minLength": 1, "maxLength": 64},
            "fingerprint": {"bsonType": "string", "pattern": "^[0-9a-f]{12}$"},
            "vector": {"bsonType": "binData"},
            "analysed_at": {"bsonType": "date"},
            "seconds": {"bsonType": "double", "minimum": 0},
        }
    ),
    (IndexModel([("fingerprint", 1), ("_id", 1), ("analysed_at", 1)], name="by_fingerprint"),),
)


class MongoFeatureStore:
    """Feature vectors in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._features = database["features"]

    def get(self, track_id: TrackId) -> Features | None:
        """Return the track's vector, or None."""
        with store_errors("features"):
            document = self._features.find_one({"_id": track_id})
        return None if document is None else _features(document)

    def vector(self, track_id: TrackId) -> np.ndarray | None:
        """Return its numbers alone, float32 [n_columns], or None."""
        features = self.get(track_id)
        return None if features is None else features.vector

    def put_many(self, features: Iterable[Features]) -> None:
        """Insert or replace vectors by track id; durable when it returns.

        Raises `BadRecord` when a vector is not finite or not `N_COLUMNS` long; nothing of its batch is stored.
        """
        with store_errors("features"):
            for batch in batches(features):
                replacements = [
                    ReplaceOne({"_id": record.track_id}, _document(record), upsert=True) for record in batch
                ]
                self._features.bulk_write(replacements, ordered=False)

    def analysed(self, fingerprint: str, *, since: datetime | None = None) -> set[TrackId]:
        """Return the ids that have a vector of this fingerprint, made at `since` or later; from the index alone."""
        query = {"fingerprint": fingerprint, **({"analysed_at": {"$gte": since}} if since else {})}
        with store_errors("features"):
            cursor = self._features.find(query, {"_id": 1}, batch_size=20_000)
            return {TrackId(document["_id"]) for document in cursor.hint("by_fingerprint")}

    def has_present_of_others(self, fingerprint: str) -> bool:
        """Return whether any track that is present has a vector of another fingerprint."""
        steps: list[dict[str, Any]] = [
            {"$match": {"fingerprint": {"$ne": fingerprint}}},
            {"$project": {"_id": 1}},
            {"$lookup": {"from": "tracks", "localField": "_id", "foreignField": "_id", "as": "track"}},
            {"$match": {"track.status": "present"}},
            {"$limit": 1},
        ]
        with store_errors("features"):
            return next(iter(self._features.aggregate(steps)), None) is not None

    def scan(self, fingerprint: str) -> Iterator[Features]:
        """Yield the vectors of this fingerprint in order of track id."""
        with store_errors("features"):
            for document in self._features.find({"fingerprint": fingerprint}, batch_size=2000).sort("_id", 1):
                yield _features(document)


def _document(features: Features) -> dict[str, Any]:
    vector = np.ascontiguousarray(features.vector, dtype=VECTOR_DTYPE)
    if vector.shape != (N_COLUMNS,) or not np.isfinite(vector).all():
        raise BadRecord(
            f"the vector of track {features.track_id} has shape {vector.shape} and "
            f"{int((~np.isfinite(vector)).sum())} numbers that are not finite; {N_COLUMNS} finite ones are needed"
        )
    return {
        "_id": features.track_id,
        "fingerprint": features.fingerprint,
        "vector": vector.tobytes(),
        "analysed_at": features.analysed_at,
        "seconds": float(features.seconds),
    }


def _features(document: dict[str, Any]) -> Features:
    return Features(
        track_id=TrackId(document["_id"]),
        fingerprint=document["fingerprint"],
        vector=np.frombuffer(document["vector"], dtype=VECTOR_DTYPE),
        analysed_at=document["analysed_at"],
        seconds=document["seconds"],
    )
