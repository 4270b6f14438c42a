"""Imported plays in MongoDB: one document a play, its id made of what was played when, so that it is kept once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bson import Binary
from pymongo import DESCENDING, IndexModel, UpdateMany
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.prediction.streams.records import MIN_PLAY_S, Play, StoredPlay, is_heard
from recommender.records import ListenerId, TrackId

_TEXT = {"bsonType": "string", "minLength": 1}

HISTORY = CollectionSpec(
    "history",
    document_schema(
        {"_id": {"bsonType": "binData"}, "listener_id": _TEXT, "at": {"bsonType": "date"}, "title": _TEXT,
         "artist": _TEXT},
        {"listened_s": {"bsonType": ["double", "int", "long"]}, "track_id": _TEXT, "owed": {"enum": [True]}},
    ),
    (
        IndexModel([("listener_id", 1), ("at", 1)], name="by_listener"),
        IndexModel([("listener_id", 1), ("at", 1), ("owed", 1)], name="owed", partialFilterExpression={"owed": True}),
        IndexModel([("listener_id", 1), ("title", 1), ("artist", 1), ("track_id", 1)], name="by_song"),
    ),
)  # fmt: skip
"""`owed` stands on matched plays that the taste has not been told of, and on no other."""


class MongoHistoryStore:
    """Imported plays in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._history = database["history"]

    def put_many(self, listener_id: ListenerId, plays: Sequence[StoredPlay]) -> int:
        """Keep the plays whose ids are new; durable when it returns; return how many were new."""
        documents = {each.play_id: _document(listener_id, each) for each in plays}
        with store_errors("history"):
            known = self._history.find({"_id": {"$in": [Binary(each) for each in documents]}}, {"_id": 1})
            new = documents.keys() - {bytes(each["_id"]) for each in known}
            if new:
                self._history.insert_many([documents[each] for each in documents if each in new], ordered=False)
        return len(new)

    def of_listener(self, listener_id: ListenerId) -> Iterator[StoredPlay]:
        """Yield the listener's plays, oldest first."""
        with store_errors("history"):
            for document in self._history.find({"listener_id": listener_id}).sort("at", 1):
                yield _stored(document)

    def listeners(self) -> Sequence[ListenerId]:
        """Return everybody who has imported something."""
        with store_errors("history"):
            return sorted(self._history.distinct("listener_id"))

    def unmatched(self, listener_id: ListenerId) -> Sequence[tuple[str, str]]:
        """Return the (title, artist) of songs that had no track when they were last looked up."""
        steps: list[dict[str, Any]] = [
            {"$match": {"listener_id": listener_id, "track_id": {"$exists": False}}},
            {"$group": {"_id": {"title": "$title", "artist": "$artist"}}},
        ]
        with store_errors("history"):
            found = list(self._history.aggregate(steps))
        return sorted((each["_id"]["title"], each["_id"]["artist"]) for each in found)

    def match(self, listener_id: ListenerId, found: Mapping[tuple[str, str], TrackId]) -> int:
        """Give these songs their tracks; return how many plays that were."""
        n = 0
        for some in batches(found.items()):
            updates = [
                _matching(listener_id, names, track_id, heard=heard)
                for names, track_id in some
                for heard in (False, True)
            ]
            with store_errors("history"):
                n += self._history.bulk_write(updates, ordered=False).modified_count
        return n

    def newest(self, listener_id: ListenerId) -> datetime | None:
        """Return when the listener's newest play was."""
        with store_errors("history"):
            found = self._history.find_one({"listener_id": listener_id}, {"at": 1}, sort=[("at", DESCENDING)])
        return found["at"] if found else None

    def owed(self, listener_id: ListenerId, since: datetime, n: int) -> Sequence[StoredPlay]:
        """Return the oldest `n` matched plays from `since` on that the taste has not been told of."""
        wanted = {"listener_id": listener_id, "owed": True, "at": {"$gte": since}}
        with store_errors("history"):
            return [_stored(each) for each in self._history.find(wanted).sort("at", 1).limit(n)]

    def told(self, plays: Sequence[StoredPlay]) -> None:
        """Note that the taste has been told of these."""
        ids = [Binary(each.play_id) for each in plays]
        with store_errors("history"):
            self._history.update_many({"_id": {"$in": ids}}, {"$unset": {"owed": ""}})


def _document(listener_id: ListenerId, stored: StoredPlay) -> dict[str, Any]:
    play = stored.play
    document: dict[str, Any] = {
        "_id": Binary(stored.play_id),
        "listener_id": listener_id,
        "at": play.at,
        "title": play.title,
        "artist": play.artist,
    }
    if play.listened_s is not None:
        document["listened_s"] = play.listened_s
    if stored.track_id is not None:
        document["track_id"] = stored.track_id
        if is_heard(play):
            document["owed"] = True
    return document


def _matching(listener_id: ListenerId, names: tuple[str, str], track_id: TrackId, *, heard: bool) -> UpdateMany:
    """Return the update of the plays of one song that were heard, or of those that were left at once."""
    title, artist = names
    length: dict[str, Any] = (
        {"listened_s": {"$lt": MIN_PLAY_S}} if not heard else {"listened_s": {"$not": {"$lt": MIN_PLAY_S}}}
    )
    change = {"track_id": track_id} | ({"owed": True} if heard else {})
    wanted = {"listener_id": listener_id, "title": title, "artist": artist, "track_id": {"$exists": False}, **length}
    return UpdateMany(wanted, {"$set": change})


def _stored(document: dict[str, Any]) -> StoredPlay:
    play = Play(document["at"], document["title"], document["artist"], document.get("listened_s"))
    return StoredPlay(bytes(document["_id"]), play, document.get("track_id"))
