"""All that is known of one listener: written out, or deleted. Every collection says itself whose its documents are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

import msgspec
from pymongo.database import Database

from infra.stores.accounts.opening import account_stores
from infra.stores.collection_spec import CollectionSpec
from infra.stores.database import SPECS
from infra.stores.libraries import MongoLibraryStore
from infra.stores.store_errors import store_errors
from recommender.accounts.joining import delete_account
from recommender.records import ListenerId

OF_LISTENERS: tuple[CollectionSpec, ...] = tuple(spec for spec in SPECS if spec.listener_field)


def write_listener(database: Database[dict[str, Any]], listener_id: ListenerId, file: IO[bytes]) -> Mapping[str, int]:
    """Write the documents of each collection as one JSON object; return how many there were by collection.

    Hashes of passwords, sessions and tokens are left out. Documents are written as they come: a history may be long.
    """
    counts: dict[str, int] = {}
    file.write(b'{"listener_id": ' + msgspec.json.encode(listener_id))
    for spec in OF_LISTENERS:
        counts[spec.name] = 0
        file.write(b',\n"%s": [' % spec.name.encode())
        for document in _documents(database, spec, listener_id):
            file.write((b",\n" if counts[spec.name] else b"\n") + msgspec.json.encode(document, enc_hook=str))
            counts[spec.name] += 1
        file.write(b"]")
    file.write(b"}\n")
    return counts


def forget_listener(database: Database[dict[str, Any]], listener_id: ListenerId) -> Mapping[str, int]:
    """Delete every document that is the listener's, the way in first; return how many there were by collection.

    Raises `LastAdmin` when nobody else could manage the instance. Counts of all listeners together stay; in playlists
    of others the listener is no collaborator any more, no library is shown to them, and what they corrected of tracks
    stays, by nobody.
    """
    counts: dict[str, int] = {}
    for spec in OF_LISTENERS:
        with store_errors(spec.name):
            counts[spec.name] = database[spec.name].count_documents({spec.listener_field: listener_id})
    delete_account(account_stores(database), listener_id)
    for spec in OF_LISTENERS:
        with store_errors(spec.name):
            database[spec.name].delete_many({spec.listener_field: listener_id})
    MongoLibraryStore(database).forget_account(listener_id)
    with store_errors("playlists"):
        database["playlists"].update_many({"collaborators": listener_id}, {"$pull": {"collaborators": listener_id}})
    with store_errors("corrections"):
        database["corrections"].update_many({"corrected_by": listener_id}, {"$set": {"corrected_by": ""}})
    return counts


def known_listeners(database: Database[dict[str, Any]], listener_id: ListenerId) -> Sequence[str]:
    """Return the collections that have something of this listener."""
    found = []
    for spec in OF_LISTENERS:
        with store_errors(spec.name):
            if database[spec.name].find_one({spec.listener_field: listener_id}, {"_id": 1}):
                found.append(spec.name)
    return found


def _documents(
    database: Database[dict[str, Any]], spec: CollectionSpec, listener_id: ListenerId
) -> Iterator[dict[str, Any]]:
    with store_errors(spec.name):
        for document in database[spec.name].find({spec.listener_field: listener_id}):
            yield {name: _readable(name, value) for name, value in document.items() if name not in spec.secret_fields}


def _readable(name: str, value: object) -> object:
    """Return a value as JSON can say it; fields of bytes, save ids, are records as MessagePack."""
    if isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, bytes):
        return value
    return bytes(value).hex() if name == "_id" else msgspec.msgpack.decode(value)
