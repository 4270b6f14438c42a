"""Imported plays in MongoDB: one document a play, its id made of what was played when, so that it is kept once."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from typing import Any

from msgspec.structs import replace
from pymongo import DESCENDING, IndexModel, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.listening.plays import record_hearings
from infra.stores.listening.transactions import in_transactions
from infra.stores.store_errors import store_errors
from recommender.listening.history.plays import hearing_of_import
from recommender.prediction.streams.records import Play, StoredPlay, is_heard
from recommender.records import ListenerId, TrackId

SONGS_PER_QUERY = 100
IDS_PER_QUERY = 2_000
_TEXT = {"bsonType": "string", "minLength": 1}

HISTORY = CollectionSpec(
    "history",
    document_schema(
        {"_id": {"bsonType": "binData"}, "listener_id": _TEXT, "at": {"bsonType": "date"}, "title": _TEXT,
         "artist": _TEXT},
        {"listened_s": {"bsonType": ["double", "int", "long"]}, "track_id": _TEXT, "owed": {"enum": [True]},
         "is_song": {"enum": [True]}},
    ),
    (
        IndexModel([("listener_id", 1), ("at", 1)], name="by_listener"),
        IndexModel([("listener_id", 1), ("at", 1), ("owed", 1)], name="owed", partialFilterExpression={"owed": True}),
        IndexModel([("listener_id", 1), ("title", 1), ("artist", 1), ("track_id", 1)], name="by_song"),
    ),
    listener_field="listener_id",
)  # fmt: skip
"""`owed` stands on matched plays that the taste has not been told of, and on no other."""


class MongoHistoryStore:
    """Imported plays in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._database = database
        self._history = database["history"]

    def put_many(self, listener_id: ListenerId, plays: Sequence[StoredPlay]) -> int:
        """Keep the plays whose ids are new, and count them; durable when it returns; return how many were new."""
        once = {play.play_id: play for play in reversed(plays)}.values()
        by_track = sorted(reversed(once), key=lambda play: play.track_id or "")  # a count is changed once a transaction
        with store_errors("history"):
            return in_transactions(self._database.client, by_track, partial(self._keep, listener_id))

    def known_among(self, plays: Sequence[StoredPlay]) -> Set[bytes]:
        """Return the ids of those that are kept already."""
        with store_errors("history"):
            return {play_id for part in batches(plays, IDS_PER_QUERY) for play_id in self._ids_of(part, {}, None)}

    def of_listener(self, listener_id: ListenerId) -> Iterator[StoredPlay]:
        """Yield the listener's plays, oldest first."""
        with store_errors("history"):
            for document in self._history.find({"listener_id": listener_id}).sort("at", 1):
                yield stored_play(document)

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
            documents = list(self._history.aggregate(steps))
        return sorted((document["_id"]["title"], document["_id"]["artist"]) for document in documents)

    def match(self, listener_id: ListenerId, tracks: Mapping[tuple[str, str], TrackId]) -> int:
        """Give these songs their tracks, and count their plays; return how many plays that were."""
        n = 0
        for songs in batches(tracks, SONGS_PER_QUERY):
            query = {"$or": [_unmatched_plays(listener_id, names) for names in songs]}
            with store_errors("history"):
                plays = [stored_play(document) for document in self._history.find(query)]
                matched = [replace(play, track_id=tracks[play.play.title, play.play.artist]) for play in plays]
                n += in_transactions(self._database.client, matched, partial(self._match, listener_id))
        return n

    def _keep(self, listener_id: ListenerId, plays: Sequence[StoredPlay], session: ClientSession) -> int:
        known = self._ids_of(plays, {}, session)
        new = [play for play in plays if play.play_id not in known]
        if new:
            documents = [_document(listener_id, play) for play in new]
            self._history.insert_many(documents, ordered=False, session=session)
        self._count(listener_id, new, session)
        return len(new)

    def _match(self, listener_id: ListenerId, plays: Sequence[StoredPlay], session: ClientSession) -> int:
        unmatched = self._ids_of(plays, {"track_id": {"$exists": False}}, session)
        new = [play for play in plays if play.play_id in unmatched]
        if new:
            updates = [UpdateOne({"_id": play.play_id}, {"$set": _match_fields(play)}) for play in new]
            self._history.bulk_write(updates, ordered=False, session=session)
        self._count(listener_id, new, session)
        return len(new)

    def _ids_of(self, plays: Sequence[StoredPlay], more: dict[str, Any], session: ClientSession | None) -> set[bytes]:
        query = {"_id": {"$in": [play.play_id for play in plays]}, **more}
        return {row["_id"] for row in self._history.find(query, {"_id": 1}, session=session)}

    def _count(self, listener_id: ListenerId, plays: Sequence[StoredPlay], session: ClientSession) -> None:
        hearings = [hearing for play in plays if (hearing := hearing_of_import(play, listener_id)) is not None]
        record_hearings(self._database, hearings, session)

    def newest(self, listener_id: ListenerId, until: datetime) -> datetime | None:
        """Return when the listener's newest play up to `until` was."""
        query = {"listener_id": listener_id, "at": {"$lte": until}}
        with store_errors("history"):
            document = self._history.find_one(query, {"at": 1}, sort=[("at", DESCENDING)])
        return document["at"] if document else None

    def owed(self, listener_id: ListenerId, since: datetime, until: datetime, n: int) -> Sequence[StoredPlay]:
        """Return the oldest `n` matched plays from `since` to `until` that the taste has not been told of."""
        query = {"listener_id": listener_id, "owed": True, "at": {"$gte": since, "$lte": until}}
        with store_errors("history"):
            return [stored_play(document) for document in self._history.find(query).sort("at", 1).limit(n)]

    def mark_told(self, plays: Sequence[StoredPlay]) -> None:
        """Note that the taste has been told of these."""
        ids = [play.play_id for play in plays]
        with store_errors("history"):
            self._history.update_many({"_id": {"$in": ids}}, {"$unset": {"owed": ""}})


def _document(listener_id: ListenerId, stored: StoredPlay) -> dict[str, Any]:
    play = stored.play
    document: dict[str, Any] = {
        "_id": stored.play_id,
        "listener_id": listener_id,
        "at": play.at,
        "title": play.title,
        "artist": play.artist,
    }
    if play.listened_s is not None:
        document["listened_s"] = play.listened_s
    if play.is_song:
        document["is_song"] = True
    return document | _match_fields(stored)


def _match_fields(stored: StoredPlay) -> dict[str, Any]:
    """Return what is kept of a play besides what was played: its track, and that the taste was not told of it."""
    if stored.track_id is None:
        return {}
    return {"track_id": stored.track_id} | ({"owed": True} if is_heard(stored.play) else {})


def _unmatched_plays(listener_id: ListenerId, names: tuple[str, str]) -> dict[str, Any]:
    title, artist = names
    return {"listener_id": listener_id, "title": title, "artist": artist, "track_id": {"$exists": False}}


def stored_play(document: dict[str, Any]) -> StoredPlay:
    """Return the imported play of a stored document."""
    play = Play(
        document["at"], document["title"], document["artist"], document.get("listened_s"), "is_song" in document
    )
    return StoredPlay(document["_id"], play, document.get("track_id"))
