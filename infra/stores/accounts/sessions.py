"""Sessions in MongoDB: one document a browser that is logged in, gone when it has expired."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.accounts.records import Session
from recommender.records import ListenerId

_TEXT = {"bsonType": "string", "minLength": 1}
_DATE = {"bsonType": "date"}

SESSIONS = CollectionSpec(
    "sessions",
    document_schema(
        {"_id": _TEXT, "account_id": _TEXT, "device": {"bsonType": "string"}, "made_at": _DATE, "used_at": _DATE,
         "expires_at": _DATE}
    ),
    (
        IndexModel([("account_id", 1), ("used_at", -1)], name="by_account"),
        IndexModel([("expires_at", 1)], name="expired", expireAfterSeconds=0),
    ),
    listener_field="account_id",
    secret_fields=("_id",),
)  # fmt: skip


class MongoSessionStore:
    """Sessions in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._sessions = database["sessions"]

    def add(self, session: Session) -> None:
        """Keep a new session."""
        fields: dict[str, Any] = msgspec.to_builtins(session, builtin_types=(datetime,))
        with store_errors("sessions"):
            self._sessions.insert_one({"_id": fields.pop("session_id"), **fields})

    def find(self, session_id: str, now: datetime) -> Session | None:
        """Return a session that has not expired, or None."""
        with store_errors("sessions"):
            document = self._sessions.find_one({"_id": session_id, "expires_at": {"$gt": now}})
        return None if document is None else _session(document)

    def note_use(self, session_id: str, *, used_at: datetime, expires_at: datetime) -> None:
        """Note that it was used, and until when it is good now."""
        with store_errors("sessions"):
            self._sessions.update_one({"_id": session_id}, {"$set": {"used_at": used_at, "expires_at": expires_at}})

    def of_account(self, account_id: ListenerId, now: datetime) -> Sequence[Session]:
        """Return the account's sessions, the one used last first."""
        query = {"account_id": account_id, "expires_at": {"$gt": now}}
        with store_errors("sessions"):
            return [_session(document) for document in self._sessions.find(query).sort("used_at", -1)]

    def end(self, account_id: ListenerId, session_id: str) -> bool:
        """End one session of the account; False when it has no such session."""
        with store_errors("sessions"):
            return self._sessions.delete_one({"_id": session_id, "account_id": account_id}).deleted_count == 1

    def end_all(self, account_id: ListenerId, *, but: str = "") -> int:
        """End every session of the account, save one; return how many."""
        with store_errors("sessions"):
            return self._sessions.delete_many({"account_id": account_id, "_id": {"$ne": but}}).deleted_count


def _session(document: dict[str, Any]) -> Session:
    return msgspec.convert({**document, "session_id": document["_id"]}, Session)
