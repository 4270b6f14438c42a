"""Scans of libraries in MongoDB: one document each, `_id` = `scan_id`; how old they are is told by MongoDB's clock."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from pymongo import DESCENDING, IndexModel, ReturnDocument
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.catalogue.libraries.scans import (
    ABANDONED,
    ABANDONED_AFTER_S,
    KEPT_PER_LIBRARY,
    Scan,
    ScanFigures,
    ScanOrigin,
    ScanState,
)

MAX_MESSAGE_LENGTH = 500
AFTER = ReturnDocument.AFTER
_TEXT = {"bsonType": "string"}
_TIME = {"bsonType": "date"}
_FLAG = {"bsonType": "bool"}
_COUNT = {"bsonType": ["int", "long"], "minimum": 0}
_FIGURES = ScanFigures.__struct_fields__
_LATER_FIGURES = frozenset(("n_to_analyse", "n_analysed"))
"""Scans of an older segue do not have them."""

SCANS = CollectionSpec(
    "scans",
    document_schema(
        {
            "_id": {**_TEXT, "minLength": 1, "maxLength": 64},
            "library_id": {**_TEXT, "minLength": 1, "maxLength": 64},
            "asked_by": {"enum": ["page", "watch", "command"]},
            "asked_at": _TIME,
            "state": {"enum": ["waiting", "scanning", "done", "failed", "stopped"]},
            "retry_rejected": _FLAG,
            "is_to_stop": _FLAG,
            "message": _TEXT,
            **{name: _COUNT for name in _FIGURES if name not in _LATER_FIGURES},
        },
        optional={
            **dict.fromkeys(_LATER_FIGURES, _COUNT),
            "is_rest": _FLAG,
            **dict.fromkeys(("began", "opening_began", "analysis_began", "ended", "told_at"), _TIME),
        },
    ),
    (
        IndexModel([("asked_at", DESCENDING)], name="newest"),
        IndexModel([("library_id", 1)], name="one_waits", unique=True, partialFilterExpression={"state": "waiting"}),
    ),
)

_SILENT_S = {"$divide": [{"$subtract": ["$$NOW", {"$ifNull": ["$told_at", "$began"]}]}, 1000]}
_IS_ABANDONED = {"$and": [{"$eq": ["$state", "scanning"]}, {"$gt": [_SILENT_S, ABANDONED_AFTER_S]}]}


class MongoScanStore:
    """Scans in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._scans = database["scans"]

    def ask(
        self,
        library_id: str,
        *,
        asked_by: ScanOrigin,
        now: datetime,
        retry_rejected: bool = False,
        is_rest: bool = False,
    ) -> Scan:
        """Have the library scanned; one that waits already is the one.

        It tries rejected files if either does, and is for a rest only if both are.
        """
        scan = _new(library_id, asked_by=asked_by, now=now, retry_rejected=retry_rejected, is_rest=is_rest)
        change: dict[str, Any] = {"retry_rejected": True} if retry_rejected else {}
        if not is_rest:
            change["is_rest"] = False
        if asked_by == "page":
            change["asked_by"] = "page"
        fresh = {name: value for name, value in _document(scan).items() if name not in change}
        update = {"$setOnInsert": fresh, **({"$set": change} if change else {})}
        waiting = {"library_id": library_id, "state": "waiting"}
        with store_errors("scans"):
            try:
                document = self._scans.find_one_and_update(waiting, update, upsert=True, return_document=AFTER)
            except DuplicateKeyError:  # somebody else asked at the same moment: theirs waits
                document = self._scans.find_one_and_update(waiting, update, upsert=True, return_document=AFTER)
        return _scan(document)

    def take(self, scan_id: str, *, now: datetime) -> Scan | None:
        """Begin with a scan that waits; None when it waits no longer."""
        change = [{"$set": {"state": "scanning", "began": now, "told_at": "$$NOW"}}]
        with store_errors("scans"):
            document = self._scans.find_one_and_update(
                {"_id": scan_id, "state": "waiting"}, change, return_document=AFTER
            )
            if document is None:
                return None
            self._forget_old(document["library_id"])
        return _scan(document)

    def begin(self, library_id: str, *, now: datetime, retry_rejected: bool = False) -> Scan:
        """Begin a scan that nobody has asked for but the command itself."""
        scan = _new(library_id, asked_by="command", now=now, retry_rejected=retry_rejected, state="scanning", began=now)
        with store_errors("scans"):
            self._scans.insert_one(_document(scan))
            self._scans.update_one({"_id": scan.scan_id}, [{"$set": {"told_at": "$$NOW"}}])
            self._forget_old(library_id)
        return scan

    def tell(self, scan_id: str, figures: ScanFigures | None = None) -> bool:
        """Say that the scan goes on, and how far it is; return whether it is to stop."""
        values = _figures(figures) | {"told_at": "$$NOW"}
        if figures is not None and figures.n_to_open:
            values["opening_began"] = {"$ifNull": ["$opening_began", "$$NOW"]}
        if figures is not None and figures.n_to_analyse and figures.is_listed:
            values["analysis_began"] = {"$ifNull": ["$analysis_began", "$$NOW"]}
        with store_errors("scans"):
            document = self._scans.find_one_and_update({"_id": scan_id, "state": "scanning"}, [{"$set": values}])
        return document is None or bool(document["is_to_stop"])

    def end(
        self, scan_id: str, state: ScanState, *, now: datetime, message: str = "", figures: ScanFigures | None = None
    ) -> None:
        """Say what came of a scan; what is over already is left alone."""
        values = _figures(figures) | {"state": state, "ended": now, "message": message[:MAX_MESSAGE_LENGTH]}
        with store_errors("scans"):
            self._scans.update_one({"_id": scan_id, "state": {"$in": ["waiting", "scanning"]}}, {"$set": values})

    def wait_again(self, scan_id: str) -> None:
        """Have a scan that was interrupted wait for another try, unless one of its library waits already."""
        change = {
            "$set": {"state": "waiting", "is_to_stop": False, "message": ""},
            "$unset": {"began": "", "opening_began": "", "analysis_began": "", "ended": "", "told_at": ""},
        }
        with store_errors("scans"):
            try:
                self._scans.update_one({"_id": scan_id, "state": {"$ne": "waiting"}}, change)
            except DuplicateKeyError:
                return

    def ask_to_stop(self, scan_id: str, *, now: datetime) -> bool:
        """Stop a scan that waits at once, and one that runs soon; return whether there was anything to stop."""
        stopped = {"$set": {"state": "stopped", "ended": now}}
        with store_errors("scans"):
            if self._scans.update_one({"_id": scan_id, "state": "waiting"}, stopped).matched_count:
                return True
            running = {"_id": scan_id, "state": "scanning"}
            return self._scans.update_one(running, {"$set": {"is_to_stop": True}}).matched_count > 0

    def all(self) -> tuple[Scan, ...]:
        """Return every scan, the one asked for last first; one whose process is gone has failed."""
        seen = {
            "ended": {"$cond": [_IS_ABANDONED, "$told_at", "$ended"]},
            "message": {"$cond": [_IS_ABANDONED, ABANDONED, "$message"]},
            "state": {"$cond": [_IS_ABANDONED, "failed", "$state"]},
        }
        with store_errors("scans"):
            documents = self._scans.aggregate([{"$sort": {"asked_at": -1, "_id": -1}}, {"$set": seen}])
            return tuple(map(_scan, documents))

    def settle_abandoned(self, *, now: datetime) -> None:
        """Write down that the scans whose processes are gone have failed."""
        change = {"$set": {"state": "failed", "ended": now, "message": ABANDONED}}
        with store_errors("scans"):
            self._scans.update_many({"state": "scanning", "$expr": _IS_ABANDONED}, change)

    def forget(self, library_id: str) -> None:
        """Drop every scan of a library."""
        with store_errors("scans"):
            self._scans.delete_many({"library_id": library_id})

    def _forget_old(self, library_id: str) -> None:
        over = {"library_id": library_id, "state": {"$nin": ["waiting", "scanning"]}}
        old = self._scans.find(over, {"_id": 1}).sort("asked_at", -1).skip(KEPT_PER_LIBRARY)
        self._scans.delete_many({"_id": {"$in": [document["_id"] for document in old]}})


def _new(library_id: str, *, asked_by: ScanOrigin, now: datetime, **fields: Any) -> Scan:
    return Scan(scan_id=uuid4().hex, library_id=library_id, asked_by=asked_by, asked_at=now, **fields)


def _figures(figures: ScanFigures | None) -> dict[str, Any]:
    return {} if figures is None else {name: getattr(figures, name) for name in _FIGURES}


def _document(scan: Scan) -> dict[str, Any]:
    fields = {name: value for name, value in msgspec.structs.asdict(scan).items() if value is not None}
    return {"_id": fields.pop("scan_id"), **fields}


def _scan(document: Any) -> Scan:
    present = {name: value for name, value in document.items() if value is not None and name != "told_at"}
    return msgspec.convert({**present, "scan_id": document["_id"]}, Scan)
