"""Imports that listeners sent, in MongoDB: one document an import, at most one open a listener."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace
from pymongo import DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import BadRecord
from recommender.listening.history.imports import (
    ABANDONED_AFTER,
    INTERRUPTED,
    HistoryImport,
    ImportFigures,
    ImportUnderWay,
    as_of,
)
from recommender.records import ListenerId

KEPT_IMPORTS = 20
"""Of each listener, the newest."""
_TEXT = {"bsonType": "string", "minLength": 1}
_DATE = {"bsonType": "date"}

HISTORY_IMPORTS = CollectionSpec(
    "history_imports",
    document_schema(
        {
            "_id": _TEXT,
            "listener_id": _TEXT,
            "name": {"bsonType": "string"},
            "dry_run": {"bsonType": "bool"},
            "sent_at": _DATE,
            "told_at": _DATE,
            "state": {"enum": ["waiting", "reading", "done", "failed"]},
            "reason": {"bsonType": "string"},
            "figures": {"bsonType": "binData"},
        },
        {"open": {"enum": [True]}},
    ),
    (
        IndexModel([("listener_id", 1), ("sent_at", -1)], name="by_listener"),
        IndexModel(
            [("listener_id", 1), ("open", 1)], name="one_open", unique=True, partialFilterExpression={"open": True}
        ),
    ),
    listener_field="listener_id",
)
"""`figures` are the record as MessagePack: they are only ever read and written whole."""

_figures = msgspec.msgpack.Decoder(ImportFigures)


class MongoImportStore:
    """Imports in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._imports = database["history_imports"]

    def start(self, one: HistoryImport) -> None:
        """Keep a new import; raise `ImportUnderWay` while another of the listener is open at `one.sent_at`."""
        silent = {"listener_id": one.listener_id, "open": True, "told_at": {"$lt": one.sent_at - ABANDONED_AFTER}}
        ended = {"$set": {"state": "failed", "reason": INTERRUPTED}, "$unset": {"open": ""}}
        with store_errors("history imports"):
            self._imports.update_many(silent, ended)
            try:
                self._imports.insert_one({"_id": one.import_id, **_fields(one), "open": True})
            except DuplicateKeyError as error:
                raise ImportUnderWay from error
            newest = self._imports.find({"listener_id": one.listener_id}, {"_id": 1}).sort("sent_at", DESCENDING)
            old = [document["_id"] for document in newest.skip(KEPT_IMPORTS)]
            if old:
                self._imports.delete_many({"_id": {"$in": old}})

    def tell(self, one: HistoryImport) -> bool:
        """Keep how far an open import is; return False, and change nothing, when it has ended."""
        change: dict[str, Any] = {"$set": _fields(one)}
        if not one.is_open:
            change["$unset"] = {"open": ""}
        with store_errors("history imports"):
            return self._imports.update_one({"_id": one.import_id, "open": True}, change).matched_count > 0

    def beat(self, import_id: str, now: datetime) -> None:
        """Note that the process of an open import is there."""
        with store_errors("history imports"):
            self._imports.update_one({"_id": import_id, "open": True}, {"$max": {"told_at": now}})

    def of_listener(self, listener_id: ListenerId, now: datetime) -> Sequence[HistoryImport]:
        """Return the listener's imports as they are now, newest first."""
        with store_errors("history imports"):
            documents = list(self._imports.find({"listener_id": listener_id}).sort("sent_at", DESCENDING))
        return [as_of(_import(document), now) for document in documents]

    def find(self, import_id: str, now: datetime) -> HistoryImport | None:
        """Return an import as it is now."""
        with store_errors("history imports"):
            document = self._imports.find_one({"_id": import_id})
        return None if document is None else as_of(_import(document), now)


def _fields(one: HistoryImport) -> dict[str, Any]:
    return {
        "listener_id": one.listener_id,
        "name": one.name,
        "dry_run": one.dry_run,
        "sent_at": one.sent_at,
        "told_at": one.told_at,
        "state": one.state,
        "reason": one.reason,
        "figures": msgspec.msgpack.encode(one.figures),
    }


def _import(document: dict[str, Any]) -> HistoryImport:
    try:
        figures = _figures.decode(document["figures"])
        fields = {name: value for name, value in document.items() if name not in ("_id", "open", "figures")}
        one = msgspec.convert({**fields, "import_id": document["_id"]}, HistoryImport)
    except (msgspec.DecodeError, KeyError) as error:
        raise BadRecord(
            f"the import {document['_id']} cannot be read ({error}); delete that document from `history_imports`"
        ) from error
    return replace(one, figures=figures)
