"""Invitations in MongoDB: one document each until it is used or has expired."""

from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.accounts.records import Invitation
from recommender.records import ListenerId

_TEXT = {"bsonType": "string", "minLength": 1}
_DATE = {"bsonType": "date"}

INVITATIONS = CollectionSpec(
    "invitations",
    document_schema(
        {"_id": _TEXT, "role": {"enum": ["admin", "listener", "guest"]}, "made_at": _DATE, "expires_at": _DATE},
        {"account_id": _TEXT, "made_by": _TEXT},
    ),
    (IndexModel([("expires_at", 1)], name="expired", expireAfterSeconds=0),),
    listener_field="account_id",
    secret_fields=("_id",),
)


class MongoInvitationStore:
    """Invitations in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._invitations = database["invitations"]

    def add(self, invitation: Invitation) -> None:
        """Keep a new invitation."""
        fields: dict[str, Any] = msgspec.to_builtins(invitation, builtin_types=(datetime,))
        document = {"_id": fields.pop("invitation_id"), **{name: value for name, value in fields.items() if value}}
        with store_errors("invitations"):
            self._invitations.insert_one(document)

    def find(self, invitation_id: str, now: datetime) -> Invitation | None:
        """Return an invitation that is still good, or None."""
        with store_errors("invitations"):
            return _invitation(self._invitations.find_one(_good(invitation_id, now)))

    def has_admins(self, now: datetime) -> bool:
        """Return whether somebody may still become an admin by one that is good."""
        with store_errors("invitations"):
            return self._invitations.find_one({"role": "admin", "expires_at": {"$gt": now}}, {"_id": 1}) is not None

    def end_all(self, account_id: ListenerId) -> int:
        """End every invitation to set the account's password anew; return how many."""
        with store_errors("invitations"):
            return self._invitations.delete_many({"account_id": account_id}).deleted_count

    def take(self, invitation_id: str, now: datetime) -> Invitation | None:
        """Return an invitation that is still good and end it, both at once, or None."""
        with store_errors("invitations"):
            return _invitation(self._invitations.find_one_and_delete(_good(invitation_id, now)))


def _good(invitation_id: str, now: datetime) -> dict[str, Any]:
    return {"_id": invitation_id, "expires_at": {"$gt": now}}


def _invitation(document: dict[str, Any] | None) -> Invitation | None:
    return None if document is None else msgspec.convert({**document, "invitation_id": document["_id"]}, Invitation)
