"""Experiments in MongoDB: one document each; the database itself sees to it that one runs at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from pymongo import DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadInput, BadRecord, NotFound
from recommender.experiments.records import MAX_ARMS, Experiment

_TEXT = {"bsonType": "string", "minLength": 1, "maxLength": 64}
_NUMBER = {"bsonType": ["double", "int", "long"], "minimum": 0}
_STOPPED_ARM = document_schema({"arm": _TEXT, "at": {"bsonType": "date"}, "why": {"bsonType": "string"}})

EXPERIMENTS = CollectionSpec(
    "experiments",
    document_schema(
        {
            "_id": _TEXT,
            "state": {"enum": ["running", "stopped"]},
            "design": {"enum": ["ab", "interleaved"]},
            "arms": {"bsonType": "array", "minItems": 2, "maxItems": MAX_ARMS, "items": _TEXT},
            "started_at": {"bsonType": "date"},
            "window_hours": _NUMBER,
            "margin": _NUMBER,
            "stopped_arms": {"bsonType": "array", "items": _STOPPED_ARM},
        },
        {
            "stopped_at": {"bsonType": "date"},
            "why": {"bsonType": "string"},
            "looked_at": {"bsonType": "date"},
        },
    ),
    (
        IndexModel(
            [("state", 1)], name="one_runs", unique=True, partialFilterExpression={"state": "running"}
        ),
    ),
)  # fmt: skip
"""`looked_at`: when the guard looked last."""

_OF_STORE = ("state", "looked_at")


class MongoExperimentStore:
    """Experiments in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._experiments = database["experiments"]

    def add(self, experiment: Experiment) -> None:
        """Begin it; raise `BadInput` when another runs, or one of this name was there before."""
        with store_errors("experiments"):
            try:
                self._experiments.insert_one(_document(experiment))
            except DuplicateKeyError as error:
                if (running := self.running()) is not None and running.name != experiment.name:
                    raise BadInput(
                        f"experiment {running.name} runs, and one runs at a time; `segue experiment stop` ends it"
                    ) from error
                raise BadInput(f"there was an experiment {experiment.name} before; take another name") from error

    def running(self) -> Experiment | None:
        """Return the one that runs, if one does."""
        with store_errors("experiments"):
            document = self._experiments.find_one({"state": "running"})
        return None if document is None else _experiment(document)

    def get(self, name: str) -> Experiment:
        """Return one; raise `NotFound` when there was none of this name."""
        with store_errors("experiments"):
            document = self._experiments.find_one({"_id": name})
        if document is None:
            raise NotFound(f"there is no experiment {name}; `segue experiment list` shows all")
        return _experiment(document)

    def all(self) -> Sequence[Experiment]:
        """Return every experiment, the newest first."""
        with store_errors("experiments"):
            return [_experiment(each) for each in self._experiments.find().sort("started_at", DESCENDING)]

    def stop(self, name: str, *, at: datetime, why: str = "") -> bool:
        """End it; False where it was over before, and nothing changes."""
        change = {"state": "stopped", "stopped_at": at, "why": why}
        with store_errors("experiments"):
            result = self._experiments.update_one({"_id": name, "state": "running"}, {"$set": change})
        return result.modified_count == 1

    def stop_arm(self, name: str, arm: str, *, at: datetime, why: str) -> bool:
        """End one arm of a running experiment; False where it was over before."""
        query = {"_id": name, "state": "running", "arms": arm, "stopped_arms.arm": {"$ne": arm}}
        with store_errors("experiments"):
            change = {"$push": {"stopped_arms": {"arm": arm, "at": at, "why": why}}}
            return self._experiments.update_one(query, change).modified_count == 1

    def claim_look(self, name: str, *, at: datetime, every: timedelta) -> bool:
        """Return whether the caller is the one to look after it now: nobody did so within `every`."""
        is_due = {"$or": [{"looked_at": {"$exists": False}}, {"looked_at": {"$lte": at - every}}]}
        with store_errors("experiments"):
            query = {"_id": name, "state": "running", **is_due}
            return self._experiments.update_one(query, {"$set": {"looked_at": at}}).modified_count == 1


def _document(experiment: Experiment) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(experiment, builtin_types=(datetime,))
    named = {"_id": fields.pop("name"), "state": "running" if experiment.stopped_at is None else "stopped"}
    return named | {name: value for name, value in fields.items() if value not in (None, "")}


def _experiment(document: dict[str, Any]) -> Experiment:
    fields = {name: value for name, value in document.items() if name not in _OF_STORE}
    try:
        return msgspec.convert({**fields, "name": fields.pop("_id")}, Experiment)
    except (msgspec.ValidationError, KeyError) as error:
        raise BadRecord(
            f"experiment {document.get('_id')} cannot be read ({error}); delete that document from `experiments`"
        ) from error
