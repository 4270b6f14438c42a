"""Smart playlists in MongoDB: one document each; every statement names who asks.

The rules are kept as records and worked out in memory: no field, operator or value of a rule is part of a statement.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from pymongo import IndexModel
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.playlists.owned import GONE_INDEX, NEWEST_FIRST, NOT_DELETED, OwnedPlaylists
from infra.stores.store_errors import store_errors
from recommender.errors import BadRecord
from recommender.playlists.ports import Which
from recommender.playlists.records import PlaylistId
from recommender.playlists.smart.records import MAX_SMART_PLAYLISTS, Definition, KeptTracks, SmartPlaylist
from recommender.records import ListenerId

_TEXT = {"bsonType": "string"}
_ID = {"bsonType": "string", "minLength": 1, "maxLength": 64}

SMART_PLAYLISTS = CollectionSpec(
    "smart_playlists",
    document_schema(
        {
            "_id": _ID,
            "owner": _ID,
            "name": {"bsonType": "string", "minLength": 1},
            "description": _TEXT,
            "folder": _TEXT,
            "visibility": {"enum": ["private", "public"]},
            "revision": {"bsonType": ["int", "long"], "minimum": 1},
            "made_at": {"bsonType": "date"},
            "changed_at": {"bsonType": "date"},
            "definition": {"bsonType": "binData"},
        },
        {"kept": {"bsonType": "binData"}, "deleted_at": {"bsonType": "date"}},
    ),
    (
        IndexModel([("owner", 1), *NEWEST_FIRST], name="by_owner"),
        IndexModel([("visibility", 1), *NEWEST_FIRST], name="by_visibility"),
        GONE_INDEX,
    ),
    listener_field="owner",
)
"""`definition` and `kept` are the records as MessagePack: they are only ever read and written whole."""

_encoder = msgspec.msgpack.Encoder()
_definitions = msgspec.msgpack.Decoder(Definition)
_kept = msgspec.msgpack.Decoder(KeptTracks)
_PLAIN = ("owner", "name", "description", "folder", "visibility", "revision", "made_at", "changed_at")


class MongoSmartPlaylistStore(OwnedPlaylists):
    """Smart playlists in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database["smart_playlists"], "smart playlists")

    def get(self, playlist_id: PlaylistId, *, reader: ListenerId) -> SmartPlaylist | None:
        """Return it; None for one that the reader may not see, or that is deleted."""
        query = {"_id": playlist_id, "$or": [{"owner": reader}, {"visibility": "public"}], **NOT_DELETED}
        with store_errors("smart playlists"):
            document = self._playlists.find_one(query)
        return None if document is None else _playlist(document)

    def all(self, which: Which, *, listener: ListenerId) -> Sequence[SmartPlaylist]:
        """Return the listener's own, or the public ones, without kept tracks; the last changed first, 500 at most."""
        query = {"visibility": "public"} if which == "public" else {"owner": listener}
        with store_errors("smart playlists"):
            rows = self._playlists.find({**query, **NOT_DELETED}, {"kept": 0}).sort(NEWEST_FIRST)
            return [_playlist(document) for document in rows.limit(MAX_SMART_PLAYLISTS)]

    def add(self, playlist: SmartPlaylist) -> None:
        """Keep a new one; durable when it returns."""
        with store_errors("smart playlists"):
            self._playlists.insert_one(_document(playlist))

    def replace(self, playlist: SmartPlaylist, *, owner: ListenerId, revision: int) -> bool:
        """Replace the owner's if it is of `revision` still; return whether it was so."""
        query = {"_id": playlist.playlist_id, "owner": owner, "revision": revision, **NOT_DELETED}
        with store_errors("smart playlists"):
            return self._playlists.replace_one(query, _document(playlist)).matched_count == 1

    def keep(self, playlist_id: PlaylistId, kept: KeptTracks, *, owner: ListenerId, revision: int) -> bool:
        """Keep its tracks as they were worked out, if the owner's is of `revision` still; return whether it was so."""
        query = {"_id": playlist_id, "owner": owner, "revision": revision, **NOT_DELETED}
        with store_errors("smart playlists"):
            outcome = self._playlists.update_one(query, {"$set": {"kept": _encoder.encode(kept)}})
        return outcome.matched_count == 1


def _document(playlist: SmartPlaylist) -> dict[str, Any]:
    fields: dict[str, Any] = {name: getattr(playlist, name) for name in _PLAIN}
    if playlist.kept is not None:
        fields["kept"] = _encoder.encode(playlist.kept)
    return {"_id": playlist.playlist_id, **fields, "definition": _encoder.encode(playlist.definition)}


def _playlist(document: dict[str, Any]) -> SmartPlaylist:
    try:
        kept = document.get("kept")
        return SmartPlaylist(
            playlist_id=document["_id"],
            definition=_definitions.decode(document["definition"]),
            kept=None if kept is None else _kept.decode(kept),
            **{name: document[name] for name in _PLAIN},
        )
    except (msgspec.DecodeError, KeyError) as error:
        raise BadRecord(
            f"smart playlist {document['_id']} cannot be read ({error}); delete that document from `smart_playlists`"
        ) from error
