"""Playlists in MongoDB: one document each, replaced whole when its revision is the expected one.

Every statement names who asks: what they may not see or change is not among what the statement finds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.playlists.owned import GONE_INDEX, NEWEST_FIRST, NOT_DELETED, OwnedPlaylists
from infra.stores.store_errors import store_errors
from recommender.errors import BadRecord
from recommender.playlists.ports import SummaryPage, Which
from recommender.playlists.records import MAX_COLLABORATORS, Entry, Playlist, PlaylistId, PlaylistSummary
from recommender.playlists.summary import summarise
from recommender.records import ListenerId

_TEXT = {"bsonType": "string"}
_ID = {"bsonType": "string", "minLength": 1, "maxLength": 64}
_INTEGER = {"bsonType": ["int", "long"], "minimum": 0}

PLAYLISTS = CollectionSpec(
    "playlists",
    document_schema(
        {
            "_id": _ID,
            "owner": _ID,
            "name": {"bsonType": "string", "minLength": 1},
            "description": _TEXT,
            "folder": _TEXT,
            "visibility": {"enum": ["private", "shared", "public"]},
            "collaborators": {"bsonType": "array", "maxItems": MAX_COLLABORATORS, "items": _ID},
            "invitation": _TEXT,
            "revision": {"bsonType": ["int", "long"], "minimum": 1},
            "made_at": {"bsonType": "date"},
            "changed_at": {"bsonType": "date"},
            "n_entries": _INTEGER,
            "duration_s": {"bsonType": ["double", "int", "long"]},
            "cover_track_ids": {"bsonType": "array", "items": _TEXT},
            "entries": {"bsonType": "binData"},
        },
        {"deleted_at": {"bsonType": "date"}},
    ),
    (
        IndexModel([("owner", 1), *NEWEST_FIRST], name="by_owner"),
        IndexModel([("collaborators", 1), *NEWEST_FIRST], name="by_collaborator"),
        IndexModel([("visibility", 1), *NEWEST_FIRST], name="by_visibility"),
        GONE_INDEX,
    ),
    listener_field="owner",
)
"""`entries` are the records as MessagePack: they are only ever read and written whole."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(tuple[Entry, ...])
_SUMMARY = {field: 1 for field in PlaylistSummary.__struct_fields__ if field != "playlist_id"}


class MongoPlaylistStore(OwnedPlaylists):
    """Playlists in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database["playlists"], "playlists")

    def get(self, playlist_id: PlaylistId, *, reader: ListenerId) -> Playlist | None:
        """Return the playlist with all of its entries; None for one that the reader may not see, or is deleted."""
        with store_errors("playlists"):
            document = self._playlists.find_one({"_id": playlist_id, **_read_by(reader)})
        return None if document is None else _playlist(document)

    def page(self, which: Which, *, listener: ListenerId, start: int, n: int, folder: str | None = None) -> SummaryPage:
        """Return `n` playlists from row `start` on, the last changed first; those of one folder when it is given."""
        query = {"visibility": "public", **NOT_DELETED} if which == "public" else _edited_by(listener)
        if folder is not None:
            query = {**query, "owner": listener, "folder": folder}
        with store_errors("playlists"):
            total = self._playlists.count_documents(query)
            rows = self._playlists.find(query, _SUMMARY).sort(NEWEST_FIRST)
            documents = list(rows.skip(start).limit(n))
        return SummaryPage(summaries=tuple(_summary(document) for document in documents), total=total)

    def folders(self, *, owner: ListenerId) -> Sequence[str]:
        """Return the names of the owner's folders, in order."""
        with store_errors("playlists"):
            names = self._playlists.distinct("folder", {"owner": owner, **NOT_DELETED})
        return sorted((name for name in names if name), key=lambda name: (str(name).casefold(), name))

    def add(self, playlist: Playlist) -> None:
        """Keep a new playlist; durable when it returns."""
        with store_errors("playlists"):
            self._playlists.insert_one(_document(playlist))

    def replace(self, playlist: Playlist, *, editor: ListenerId, revision: int) -> bool:
        """Replace the stored one if it is of `revision` still and the editor may edit it; return whether it was so."""
        query = {"_id": playlist.playlist_id, "revision": revision, **_edited_by(editor)}
        with store_errors("playlists"):
            return self._playlists.replace_one(query, _document(playlist)).matched_count == 1

    def join(self, playlist_id: PlaylistId, *, listener: ListenerId, invitation: str, at: datetime) -> bool:
        """Make the listener a collaborator if the invitation is the stored one; return whether it was."""
        query = {
            "_id": playlist_id,
            "invitation": {"$eq": invitation, "$ne": ""},
            "visibility": {"$ne": "private"},
            "owner": {"$ne": listener},
            f"collaborators.{MAX_COLLABORATORS - 1}": {"$exists": False},
            **NOT_DELETED,
        }
        change = {"$addToSet": {"collaborators": listener}, "$set": {"changed_at": at}, "$inc": {"revision": 1}}
        with store_errors("playlists"):
            return self._playlists.update_one(query, change).matched_count == 1


def _edited_by(listener: ListenerId) -> dict[str, Any]:
    """Return the condition that says what `access.may_edit` says."""
    worked_on = {"collaborators": listener, "visibility": {"$in": ["shared", "public"]}}
    return {"$or": [{"owner": listener}, worked_on], **NOT_DELETED}


def _read_by(listener: ListenerId) -> dict[str, Any]:
    """Return the condition that says what `access.may_read` says."""
    edited = _edited_by(listener)
    return {**edited, "$or": [*edited["$or"], {"visibility": "public"}]}


def _document(playlist: Playlist) -> dict[str, Any]:
    summary = summarise(playlist)
    fields = {name: getattr(playlist, name) for name in ("invitation", "made_at")}
    for name in _SUMMARY:
        value = getattr(summary, name)
        fields[name] = list(value) if isinstance(value, tuple) else value
    return {"_id": playlist.playlist_id, **fields, "entries": _encoder.encode(playlist.entries)}


def _summary(document: dict[str, Any]) -> PlaylistSummary:
    return msgspec.convert({**document, "playlist_id": document["_id"]}, PlaylistSummary)


def _playlist(document: dict[str, Any]) -> Playlist:
    try:
        entries = _decoder.decode(document["entries"])
        return msgspec.convert({**document, "playlist_id": document["_id"], "entries": entries}, Playlist)
    except (msgspec.DecodeError, KeyError) as error:
        raise BadRecord(
            f"playlist {document['_id']} cannot be read ({error}); delete that document from `playlists`"
        ) from error
