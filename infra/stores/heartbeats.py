"""How the processes of segue are, as they told last: one document a process, gone soon after it has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors

FRESH_S = 15.0
"""A process that was not heard of for longer counts as gone."""
BEAT_EVERY_S = 5.0
ANSWER_WITHIN_S = 2.0
_KEPT_S = 3_600
TEXT = {"bsonType": "string"}

HEARTBEATS = CollectionSpec(
    "heartbeats",
    document_schema(
        {
            "_id": TEXT,
            "cell": TEXT,
            "role": TEXT,
            "host": TEXT,
            "started_at": {"bsonType": "date"},
            "beat_at": {"bsonType": "date"},
            "trouble": TEXT,
            "figures": {"bsonType": "object"},
        }
    ),
    (IndexModel([("beat_at", 1)], name="gone", expireAfterSeconds=_KEPT_S),),
)


@dataclass(frozen=True, kw_only=True)
class Heartbeat:
    """How one process is."""

    process: str
    """Unique: role, host and process id."""
    role: str
    """`web`, `worker taste`, `worker archive`."""
    host: str
    trouble: str
    """Why it cannot be relied on; empty when it can."""
    figures: Mapping[str, float]
    """Numbers by name and unit, such as `lag` or `handled_age_s`."""
    up_s: float = 0.0
    age_s: float = 0.0
    """Seconds since it was last heard of, by the database's clock."""

    @property
    def fresh(self) -> bool:
        """Whether it was heard of lately."""
        return self.age_s <= FRESH_S


class MongoHeartbeats:
    """Heartbeats of one cell in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]], cell: str) -> None:
        self._beats = database["heartbeats"]
        self._cell = cell

    def beat(self, beat: Heartbeat) -> None:
        """Tell how a process is; raise `ServerUnavailable` when the database does not store it within seconds."""
        changes = {
            "cell": self._cell,
            "role": beat.role,
            "host": beat.host,
            "started_at": {"$ifNull": ["$started_at", "$$NOW"]},
            "beat_at": "$$NOW",
            "trouble": {"$literal": beat.trouble},
            "figures": {"$literal": dict(beat.figures)},
        }
        with store_errors("heartbeats", within_s=ANSWER_WITHIN_S):
            self._beats.update_one({"_id": beat.process}, [{"$set": changes}], upsert=True)

    def end(self, process: str) -> None:
        """Forget a process that ends as it should."""
        with store_errors("heartbeats", within_s=ANSWER_WITHIN_S):
            self._beats.delete_one({"_id": process})

    def all(self) -> Sequence[Heartbeat]:
        """Return every process of the cell that was heard of within the hour."""
        ages = {
            name: {"$divide": [{"$subtract": ["$$NOW", field]}, 1000]}
            for name, field in (("age_s", "$beat_at"), ("up_s", "$started_at"))
        }
        steps: list[dict[str, Any]] = [
            {"$match": {"cell": self._cell}},
            {"$set": ages},
            {"$sort": {"role": 1, "_id": 1}},
        ]
        with store_errors("heartbeats", within_s=ANSWER_WITHIN_S):
            return [_heartbeat(document) for document in self._beats.aggregate(steps)]


def _heartbeat(document: dict[str, Any]) -> Heartbeat:
    return Heartbeat(
        process=document["_id"],
        role=document["role"],
        host=document["host"],
        trouble=document["trouble"],
        figures=document["figures"],
        up_s=document["up_s"],
        age_s=document["age_s"],
    )
