"""The libraries in MongoDB: one document each; `_id` = `library_id`, the other fields as in the record."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.catalogue.libraries.records import MAX_NAME, Library
from recommender.records import ListenerId

_TEXT = {"bsonType": "string", "minLength": 1}

LIBRARIES = CollectionSpec(
    "libraries",
    document_schema(
        {
            "_id": {**_TEXT, "maxLength": 64},
            "name": {**_TEXT, "maxLength": MAX_NAME},
            "folder": {"bsonType": "string", "pattern": "^file://.*/$"},
            "is_watched": {"bsonType": "bool"},
            "added_at": {"bsonType": "date"},
        },
        optional={"visible_to": {"bsonType": "array", "items": _TEXT}},
    ),
    (IndexModel([("folder", 1)], name="by_folder", unique=True),),
)

REVISION = "libraries"
"""`_id` of the document in `meta` that counts the changes of libraries."""


class MongoLibraryStore:
    """The libraries in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._libraries = database["libraries"]
        self._meta = database["meta"]

    def all(self) -> tuple[Library, ...]:
        """Return every library in order of name."""
        with store_errors("libraries"):
            return tuple(map(_library, self._libraries.find().sort([("name", 1), ("_id", 1)])))

    def get(self, library_id: str) -> Library | None:
        """Return the library, or None."""
        with store_errors("libraries"):
            document = self._libraries.find_one({"_id": library_id})
        return None if document is None else _library(document)

    def put(self, library: Library) -> None:
        """Insert or replace the library by its id."""
        with store_errors("libraries"):
            self._libraries.replace_one({"_id": library.library_id}, _document(library), upsert=True)
            self._raise_revision()

    def change(self, library_id: str, *, name: str | None = None, is_watched: bool | None = None) -> bool:
        """Change what is given and nothing else, who sees it least of all; return whether the library was known."""
        given = {field: value for field, value in (("name", name), ("is_watched", is_watched)) if value is not None}
        if not given:
            return self.get(library_id) is not None
        with store_errors("libraries"):
            is_known = self._libraries.update_one({"_id": library_id}, {"$set": given}).matched_count > 0
            self._raise_revision()
        return is_known

    def show_to(self, library_id: str, visible_to: Collection[ListenerId] | None) -> bool:
        """Let these accounts see the library, None: everybody; return whether it was known. All else stays."""
        change = {"$unset": {"visible_to": ""}} if visible_to is None else {"$set": {"visible_to": [*visible_to]}}
        with store_errors("libraries"):
            is_known = self._libraries.update_one({"_id": library_id}, change).matched_count > 0
            self._raise_revision()
        return is_known

    def forget_account(self, account_id: ListenerId) -> None:
        """Take the account from every list of those who see a library."""
        with store_errors("libraries"):
            if self._libraries.update_many(
                {"visible_to": account_id}, {"$pull": {"visible_to": account_id}}
            ).matched_count:
                self._raise_revision()

    def delete(self, library_id: str) -> bool:
        """Forget the library; return whether it was known."""
        with store_errors("libraries"):
            is_known = self._libraries.delete_one({"_id": library_id}).deleted_count > 0
            self._raise_revision()
        return is_known

    def revision(self) -> int:
        """Return a number that changes whenever a library does; 0 before the first."""
        with store_errors("meta"):
            document = self._meta.find_one({"_id": REVISION})
        return 0 if document is None else int(document["revision"])

    def _raise_revision(self) -> None:
        self._meta.update_one({"_id": REVISION}, {"$inc": {"revision": 1}}, upsert=True)


def _document(library: Library) -> dict[str, Any]:
    fields = msgspec.to_builtins(library, builtin_types=(datetime,))
    present = {name: value for name, value in fields.items() if value is not None}
    return {"_id": present.pop("library_id"), **present}


def _library(document: dict[str, Any]) -> Library:
    return msgspec.convert({**document, "library_id": document["_id"]}, Library)
