"""Accounts in MongoDB: one document each, found by id, by name without case, or by who it is elsewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.accounts.names import fold_name
from recommender.accounts.records import Account
from recommender.accounts.roles import Role
from recommender.errors import LastAdmin, NameTaken
from recommender.records import ListenerId

_TEXT = {"bsonType": "string", "minLength": 1}
REVISION = "accounts"
"""`_id` of the document in `meta` that every change of roles writes, so that two of them never cross."""

ACCOUNTS = CollectionSpec(
    "accounts",
    document_schema(
        {"_id": {**_TEXT, "maxLength": 64}, "name": _TEXT, "folded_name": _TEXT,
         "role": {"enum": ["admin", "listener", "guest"]}, "made_at": {"bsonType": "date"},
         "has_login": {"bsonType": "bool"}},
        {"password_hash": _TEXT, "subject": _TEXT},
    ),
    (
        IndexModel([("folded_name", 1)], name="by_name", unique=True),
        IndexModel([("subject", 1)], name="by_subject", unique=True, partialFilterExpression={"subject": {"$gt": ""}}),
        IndexModel([("has_login", 1), ("role", 1)], name="by_role"),
    ),
    listener_field="_id",
    secret_fields=("password_hash",),
)  # fmt: skip


class MongoAccountStore:
    """Accounts in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._accounts = database["accounts"]
        self._meta = database["meta"]
        self._client = database.client

    def add(self, account: Account) -> None:
        """Keep a new account; raise `NameTaken` when the name, compared without case, or the subject has one."""
        with store_errors("accounts"):
            try:
                self._accounts.insert_one(_document(account))
            except DuplicateKeyError as error:
                raise NameTaken(account.name) from error

    def get(self, account_id: ListenerId) -> Account | None:
        """Return the account of a listener, or None."""
        return self._find({"_id": account_id})

    def named(self, name: str) -> Account | None:
        """Return the account of this name, compared without case, or None."""
        return self._find({"folded_name": fold_name(name)})

    def of_subject(self, subject: str) -> Account | None:
        """Return the account of somebody who is known by another login, or None."""
        return self._find({"subject": subject}) if subject else None

    def all(self) -> Sequence[Account]:
        """Return every account by name."""
        with store_errors("accounts"):
            return [_account(document) for document in self._accounts.find().sort("folded_name", 1)]

    def names_of(self, account_ids: Iterable[ListenerId]) -> Mapping[ListenerId, str]:
        """Return the names of those of these listeners who have an account."""
        with store_errors("accounts"):
            found = self._accounts.find({"_id": {"$in": list(account_ids)}}, {"name": 1})
            return {ListenerId(document["_id"]): document["name"] for document in found}

    def has_logins(self) -> bool:
        """Return whether anybody can log in."""
        with store_errors("accounts"):
            return self._accounts.find_one({"has_login": True}, {"_id": 1}) is not None

    def set_login(self, account_id: ListenerId, *, name: str, password_hash: str) -> bool:
        """Give the account another name and password; False when there is no such account. Raises `NameTaken`."""
        changes = {"name": name, "folded_name": fold_name(name), "password_hash": password_hash, "has_login": True}
        with store_errors("accounts"):
            try:
                return self._accounts.update_one({"_id": account_id}, {"$set": changes}).matched_count == 1
            except DuplicateKeyError as error:
                raise NameTaken(name) from error

    def set_role(self, account_id: ListenerId, role: Role) -> bool:
        """Change the role; False when there is no such account. Raises `LastAdmin`."""

        def change(session: ClientSession) -> bool:
            if role != "admin":
                self._require_other_admin(account_id, session, is_leaving=False)
            found = self._accounts.update_one({"_id": account_id}, {"$set": {"role": role}}, session=session)
            return found.matched_count == 1

        return self._in_order(change)

    def delete(self, account_id: ListenerId) -> bool:
        """Delete the account; False when there is none. Raises `LastAdmin`."""

        def change(session: ClientSession) -> bool:
            self._require_other_admin(account_id, session, is_leaving=True)
            return self._accounts.delete_one({"_id": account_id}, session=session).deleted_count == 1

        return self._in_order(change)

    def _find(self, query: dict[str, Any]) -> Account | None:
        with store_errors("accounts"):
            document = self._accounts.find_one(query)
        return None if document is None else _account(document)

    def _in_order(self, change: Callable[[ClientSession], bool]) -> bool:
        def write(session: ClientSession) -> bool:
            self._meta.update_one({"_id": REVISION}, {"$inc": {"revision": 1}}, upsert=True, session=session)
            return change(session)

        with store_errors("accounts"), self._client.start_session() as session:
            return session.with_transaction(write)

    def _require_other_admin(self, account_id: ListenerId, session: ClientSession, *, is_leaving: bool) -> None:
        """Raise `LastAdmin` for the only admin; one who leaves nobody behind may leave."""
        others = {"_id": {"$ne": account_id}, "has_login": True}
        if not self._accounts.find_one({"_id": account_id, "role": "admin"}, session=session):
            return
        if is_leaving and not self._accounts.find_one(others, session=session):
            return
        if not self._accounts.find_one({**others, "role": "admin"}, session=session):
            raise LastAdmin


def _document(account: Account) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(account, builtin_types=(datetime,))
    fields["_id"] = fields.pop("account_id")
    present = {name: value for name, value in fields.items() if value != ""}
    return {**present, "folded_name": fold_name(account.name), "has_login": account.has_login}


def _account(document: dict[str, Any]) -> Account:
    return msgspec.convert({**document, "account_id": document["_id"]}, Account)
