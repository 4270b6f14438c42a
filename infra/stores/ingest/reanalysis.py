"""Remembers when a reanalysis began, so that an interrupted one does not begin anew."""

from datetime import datetime
from typing import Any

from pymongo.database import Database

from infra.stores.store_errors import store_errors


class Reanalysis:
    """The reanalysis of one root folder; there is a document in `meta` while it is unfinished."""

    def __init__(self, database: Database[dict[str, Any]], root: str) -> None:
        self._meta = database["meta"]
        self._id = f"reanalysis {root}"

    def begin(self, now: datetime) -> datetime:
        """Return when the unfinished one began, else begin one now."""
        with store_errors("meta"):
            self._meta.update_one({"_id": self._id}, {"$setOnInsert": {"started_at": now}}, upsert=True)
            document = self._meta.find_one({"_id": self._id})
        return document["started_at"] if document else now

    def end(self) -> None:
        """Forget it: everything is analysed."""
        with store_errors("meta"):
            self._meta.delete_one({"_id": self._id})
