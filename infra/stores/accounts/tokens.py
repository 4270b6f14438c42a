"""Tokens of programs in MongoDB: one document each, by the hash of its secret."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.accounts.records import AccessToken
from recommender.records import ListenerId

_TEXT = {"bsonType": "string", "minLength": 1}

ACCESS_TOKENS = CollectionSpec(
    "access_tokens",
    document_schema(
        {"_id": _TEXT, "account_id": _TEXT, "name": _TEXT, "made_at": {"bsonType": "date"},
         "scopes": {"bsonType": "array", "items": {"enum": ["play", "write", "admin"]}}},
        {"used_at": {"bsonType": "date"}},
    ),
    (IndexModel([("account_id", 1), ("made_at", -1)], name="by_account"),),
    listener_field="account_id",
    secret_fields=("_id",),
)  # fmt: skip


class MongoTokenStore:
    """Tokens in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._tokens = database["access_tokens"]

    def add(self, token: AccessToken) -> None:
        """Keep a new token."""
        fields: dict[str, Any] = msgspec.to_builtins(token, builtin_types=(datetime,))
        document = {"_id": fields.pop("token_id"), **{name: value for name, value in fields.items() if value}}
        with store_errors("access tokens"):
            self._tokens.insert_one({**document, "scopes": list(token.scopes)})

    def find(self, token_id: str) -> AccessToken | None:
        """Return the token, or None."""
        with store_errors("access tokens"):
            document = self._tokens.find_one({"_id": token_id})
        return None if document is None else _token(document)

    def note_use(self, token_id: str, used_at: datetime) -> None:
        """Note that it was used."""
        with store_errors("access tokens"):
            self._tokens.update_one({"_id": token_id}, {"$set": {"used_at": used_at}})

    def of_account(self, account_id: ListenerId) -> Sequence[AccessToken]:
        """Return the account's tokens, the newest first."""
        with store_errors("access tokens"):
            return [_token(document) for document in self._tokens.find({"account_id": account_id}).sort("made_at", -1)]

    def end(self, account_id: ListenerId, token_id: str) -> bool:
        """End one token of the account; False when it has no such token."""
        with store_errors("access tokens"):
            return self._tokens.delete_one({"_id": token_id, "account_id": account_id}).deleted_count == 1

    def end_all(self, account_id: ListenerId) -> int:
        """End every token of the account; return how many."""
        with store_errors("access tokens"):
            return self._tokens.delete_many({"account_id": account_id}).deleted_count


def _token(document: dict[str, Any]) -> AccessToken:
    return msgspec.convert({**document, "token_id": document["_id"]}, AccessToken)
