"""The archive's events that say what was shown and what came of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pymongo.database import Database

from infra.stores.activity import placed_event
from infra.stores.store_errors import store_errors
from recommender.experiments.outcomes import KINDS
from recommender.records import ActivityEvent

BATCH = 1_000
"""Events of an answer: the server's 16 MB at a time would be ten times as much here."""


class MongoShownEvents:
    """Reads them as they were archived."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._activity = database["activity"]

    def since(self, moment: datetime) -> Iterator[ActivityEvent]:
        """Yield those of kinds `outcomes.KINDS` with a slate that happened since, listener by listener.

        The index by time finds them; MongoDB sorts them, on its disk where they are many.
        """
        with store_errors("activity"):
            found = self._activity.find(_query(moment)).sort("listener_id", 1).allow_disk_use(True)
            for document in found.batch_size(BATCH):
                yield placed_event(document).event

    def count_since(self, moment: datetime, *, limit: int) -> int:
        """Return how many of them happened since, counted up to a limit."""
        with store_errors("activity"):
            return self._activity.count_documents(_query(moment), limit=limit)


def _query(moment: datetime) -> dict[str, Any]:
    return {"occurred_at": {"$gte": moment}, "kind": {"$in": list(KINDS)}, "slate_id": {"$exists": True}}
