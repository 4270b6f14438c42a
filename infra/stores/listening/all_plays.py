"""The plays of all listeners in the order of their time, for what is learned of sessions while they are listened to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.database import Database

from infra.stores.store_errors import store_errors
from recommender.sequences.open_sessions import ArchivedPlay

ANSWER_WITHIN_S = 10.0


class MongoAllPlays:
    """What everybody heard, in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._plays = database["plays"]

    def read(self, after: tuple[datetime, bytes], *, until: datetime, n: int) -> Sequence[ArchivedPlay]:
        """Return the `n` oldest plays behind that of a time and id, and not after `until`, by time and id."""
        at, play_id = after
        query = {"at": {"$gte": at, "$lte": until}, "$or": [{"at": {"$gt": at}}, {"_id": {"$gt": play_id}}]}
        with store_errors("plays", within_s=ANSWER_WITHIN_S):
            rows = list(self._plays.find(query, hint="of_all").sort([("at", 1), ("_id", 1)]).limit(n))
        return [ArchivedPlay(row["_id"], row["listener_id"], row["track_id"], row["at"]) for row in rows]
