"""The log of training runs in MongoDB: one document a run."""

from collections.abc import Sequence
from typing import Any

import msgspec
from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.records import TrainingRun

_TEXT = {"bsonType": "string"}
_NUMBER = {"bsonType": ["double", "int", "long"]}

TRAINING_RUNS = CollectionSpec(
    "training_runs",
    document_schema(
        required={
            "_id": {"bsonType": "string", "minLength": 1},
            "topic": _TEXT,
            "started_at": {"bsonType": "date"},
            "seconds": _NUMBER,
            "outcome": {"enum": ["published", "not better", "failed"]},
        },
        optional={
            "version": _TEXT,
            "message": _TEXT,
            "source": _TEXT,
            "n_rows": {"bsonType": ["int", "long"]},
            "data_cutoff": {"bsonType": "date"},
            "metric": _TEXT,
            "score": _NUMBER,
            "baseline": _NUMBER,
        },
    ),
    (IndexModel([("topic", 1), ("started_at", DESCENDING)], name="by_topic"),),
)


class MongoTrainingLog:
    """Training runs in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._runs = database["training_runs"]

    def put(self, run: TrainingRun) -> None:
        """Keep a run; durable when it returns."""
        document = msgspec.to_builtins(run, builtin_types=(type(run.started_at),))
        document["_id"] = document.pop("run_id")
        with store_errors("training runs"):
            self._runs.replace_one({"_id": document["_id"]}, document, upsert=True)

    def newest(self, n: int, topic: str | None = None) -> Sequence[TrainingRun]:
        """Return the newest `n` runs, of one topic if it is given, newest first."""
        query = {"topic": topic} if topic else {}
        with store_errors("training runs"):
            documents = list(self._runs.find(query).sort("started_at", DESCENDING).limit(n))
        return [msgspec.convert({**document, "run_id": document.pop("_id")}, TrainingRun) for document in documents]
