"""Tables that were sent to the lab, in MongoDB: the newest of each topic, and how far its training is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.records import TableTraining

ABANDONED_AFTER_S = 60
"""A training that told nothing for so long has lost its process; the next that looks for work takes it up."""
TELL_EVERY_S = 10.0
MAX_STEP_LENGTH = 500
_TEXT = {"bsonType": "string"}
_TIME = {"bsonType": "date"}

TABLE_TRAININGS = CollectionSpec(
    "table_trainings",
    document_schema(
        required={
            "_id": {"bsonType": "string", "minLength": 1},
            "name": _TEXT,
            "path": _TEXT,
            "sent_at": _TIME,
            "state": {"enum": ["waiting", "training", "published", "not better", "failed"]},
            "step": _TEXT,
        },
        optional={"told_at": _TIME},
    ),
)


class MongoTableTrainings:
    """The newest table of each topic; a newer one takes the place of the one before."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._trainings = database["table_trainings"]

    def put(self, training: TableTraining, path: Path) -> Path | None:
        """Have the table at `path` wait for its training; return where one lies that had waited in its place."""
        document: dict[str, Any] = msgspec.to_builtins(training, builtin_types=(type(training.sent_at),))
        document |= {"_id": document.pop("topic"), "path": str(path)}
        with store_errors("table trainings"):
            before = self._trainings.find_one_and_replace({"_id": training.topic}, document, upsert=True)
        return Path(before["path"]) if before and before["state"] == "waiting" else None

    def all(self) -> Sequence[TableTraining]:
        """Return the newest of each topic, by name of the topic; one whose training was abandoned waits."""
        state = {"$cond": [_ABANDONED, "waiting", "$state"]}
        with store_errors("table trainings"):
            documents = list(self._trainings.aggregate([{"$set": {"state": state}}, {"$sort": {"_id": 1}}]))
        return [msgspec.convert({**document, "topic": document.pop("_id")}, TableTraining) for document in documents]

    def path(self, topic: str) -> Path | None:
        """Return where the newest table of a topic lies."""
        with store_errors("table trainings"):
            document = self._trainings.find_one({"_id": topic}, {"path": 1})
        return None if document is None else Path(document["path"])

    def due(self) -> Sequence[str]:
        """Return the topics whose tables wait, or whose training was abandoned."""
        with store_errors("table trainings"):
            return [document["_id"] for document in self._trainings.find(_to_do(), {"_id": 1}).sort("sent_at", 1)]

    def are_due(self) -> bool:
        """Return whether any table waits."""
        return bool(self.due())

    def take(self, topic: str) -> Path | None:
        """Take the topic's table up for training and return where it lies; None when another process was quicker."""
        change = [{"$set": {"state": "training", "step": "", "told_at": "$$NOW"}}]
        with store_errors("table trainings"):
            document = self._trainings.find_one_and_update({"_id": topic, **_to_do()}, change)
        return None if document is None else Path(document["path"])

    def tell(self, topic: str, path: Path, *, state: str = "training", step: str) -> None:
        """Say what the training on the table at `path` does now, or what came of it; one sent later is left alone."""
        values = {"state": state, "step": {"$literal": step[:MAX_STEP_LENGTH]}, "told_at": "$$NOW"}
        with store_errors("table trainings"):
            self._trainings.update_one({"_id": topic, "path": str(path)}, [{"$set": values}])


_SILENT_S = {"$divide": [{"$subtract": ["$$NOW", "$told_at"]}, 1000]}
_ABANDONED = {"$and": [{"$eq": ["$state", "training"]}, {"$gt": [_SILENT_S, ABANDONED_AFTER_S]}]}


def _to_do() -> dict[str, Any]:
    return {"$or": [{"state": "waiting"}, {"$expr": _ABANDONED}]}
