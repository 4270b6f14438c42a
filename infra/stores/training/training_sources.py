"""How each model was last trained by hand, in MongoDB: what the schedule repeats when the data are new."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors

_TEXTS = {"bsonType": "array", "items": {"bsonType": "string"}}

TRAINING_SOURCES = CollectionSpec(
    "training_sources",
    document_schema({"_id": {"bsonType": "string", "minLength": 1}, "arguments": _TEXTS, "files": _TEXTS}),
)


class TrainingSource(Struct, frozen=True, kw_only=True):
    """One command that trains."""

    kind: str
    """Kind of artifact that it publishes."""
    arguments: tuple[str, ...]
    """After `segue`, such as `train mood /data/moods.csv`."""
    files: tuple[str, ...]
    """Absolute paths among the arguments; empty when it learns from what segue keeps."""


class MongoTrainingSources:
    """The last training command of each kind."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._sources = database["training_sources"]

    def put(self, source: TrainingSource) -> None:
        """Keep how a kind was trained, instead of how it was before."""
        document = {"_id": source.kind, "arguments": list(source.arguments), "files": list(source.files)}
        with store_errors("training sources"):
            self._sources.replace_one({"_id": source.kind}, document, upsert=True)

    def all(self) -> Sequence[TrainingSource]:
        """Return one source a kind, by name of the kind."""
        with store_errors("training sources"):
            documents = list(self._sources.find().sort("_id", 1))
        return [msgspec.convert({**document, "kind": document.pop("_id")}, TrainingSource) for document in documents]
