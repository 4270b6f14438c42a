"""What each listener heard: every play by time, and counts per track; written with the events and imports it is of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo import DESCENDING, IndexModel, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.listening.history.plays import Hearing, PlayedAt, TrackPlays, WeekPlays, count_hearings
from recommender.records import ListenerId, TrackId

_TEXT = {"bsonType": "string", "minLength": 1}
_COUNT = {"bsonType": ["int", "long"], "minimum": 0}
_DATE = {"bsonType": "date"}
_READ_AT_ONCE = 10_000
_WEEK_MS = 7 * 24 * 3600 * 1000

PLAYS = CollectionSpec(
    "plays",
    document_schema({"_id": {"bsonType": "binData"}, "listener_id": _TEXT, "track_id": _TEXT, "at": _DATE}),
    (
        IndexModel([("listener_id", 1), ("at", -1), ("_id", -1), ("track_id", 1)], name="by_time"),
        IndexModel([("at", 1), ("_id", 1)], name="of_all"),
    ),
    listener_field="listener_id",
)

TRACK_PLAYS = CollectionSpec(
    "track_plays",
    document_schema(
        {
            "_id": _TEXT,
            "listener_id": _TEXT,
            "track_id": _TEXT,
            "plays": _COUNT,
            "skips": _COUNT,
            "listened_s": {"bsonType": ["double", "int", "long"], "minimum": 0},
            "revision": _COUNT,
        },
        {"first_played_at": _DATE, "last_played_at": _DATE, "last_skipped_at": _DATE},
    ),
    (
        IndexModel(
            [("listener_id", 1), ("revision", 1), ("track_id", 1), ("plays", 1), ("last_played_at", 1)],
            name="by_revision",
        ),
    ),
    listener_field="listener_id",
)
"""The index holds all that lists show, so that a whole library of counts is read without touching a document."""

PLAY_REVISIONS = CollectionSpec(
    "play_revisions",
    document_schema({"_id": _TEXT, "revision": _COUNT}),
    listener_field="_id",
)
"""One number a listener, moved by each write of their counts: writers of one listener come one after the other."""


def record_hearings(database: Database[dict[str, Any]], hearings: Sequence[Hearing], session: ClientSession) -> None:
    """Keep and count hearings that were never recorded before, in the transaction that keeps what they came from."""
    if not hearings:
        return
    revisions = _move_revisions(database, sorted({hearing.listener_id for hearing in hearings}), session)
    plays = [play_document(hearing) for hearing in hearings if hearing.is_play]
    if plays:
        database["plays"].insert_many(plays, ordered=False, session=session)
    changes = [
        _count_change(listener_id, counted, revisions[listener_id])
        for (listener_id, _), counted in count_hearings(hearings).items()
    ]
    database["track_plays"].bulk_write(changes, ordered=False, session=session)


def play_document(hearing: Hearing) -> dict[str, Any]:
    """Return the stored form of a play."""
    return {
        "_id": hearing.hearing_id,
        "listener_id": hearing.listener_id,
        "track_id": hearing.track_id,
        "at": hearing.at,
    }


def count_document(listener_id: ListenerId, counted: TrackPlays, revision: int) -> dict[str, Any]:
    """Return the stored form of a listener's counts of a track."""
    times = {name: getattr(counted, name) for name in ("first_played_at", "last_played_at", "last_skipped_at")}
    return {
        "_id": _count_id(listener_id, counted.track_id),
        "listener_id": listener_id,
        "track_id": counted.track_id,
        "plays": counted.plays,
        "skips": counted.skips,
        "listened_s": counted.listened_s,
        "revision": revision,
        **{name: time for name, time in times.items() if time is not None},
    }


class MongoPlayStore:
    """What listeners heard, in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._plays = database["plays"]
        self._track_plays = database["track_plays"]
        self._revisions = database["play_revisions"]

    def revision(self, listener_id: ListenerId) -> int:
        """Return a number that grows with each change of the listener's counts; 0 before the first."""
        with store_errors("plays"):
            document = self._revisions.find_one({"_id": listener_id})
        return document["revision"] if document else 0

    def counts_since(self, listener_id: ListenerId, revision: int) -> Iterator[TrackPlays]:
        """Yield the counts that changed after `revision`: how often and when each track was played, nothing more."""
        query = {"listener_id": listener_id, "revision": {"$gt": revision}}
        fields = {"_id": 0, "track_id": 1, "plays": 1, "last_played_at": 1}
        with store_errors("plays"):
            for row in self._track_plays.find(query, fields, hint="by_revision", batch_size=_READ_AT_ONCE):
                yield TrackPlays(row["track_id"], row["plays"], last_played_at=row.get("last_played_at"))

    def of_track(self, listener_id: ListenerId, track_id: TrackId) -> TrackPlays:
        """Return all that is counted of one track; zeros for one that was never heard."""
        with store_errors("plays"):
            row = self._track_plays.find_one({"_id": _count_id(listener_id, track_id), "listener_id": listener_id})
        if row is None:
            return TrackPlays(track_id)
        return _counts(row)

    def all_counts_since(self, listener_id: ListenerId, revision: int) -> Iterator[TrackPlays]:
        """Yield all that is counted of the tracks whose counts changed after `revision`."""
        query = {"listener_id": listener_id, "revision": {"$gt": revision}}
        with store_errors("plays"):
            for row in self._track_plays.find(query, hint="by_revision", batch_size=_READ_AT_ONCE):
                yield _counts(row)

    def recent(
        self, listener_id: ListenerId, *, n: int, before: tuple[datetime, bytes] | None = None
    ) -> Sequence[PlayedAt]:
        """Return the newest `n` plays, newest first; only those that stand behind the play of time and id `before`."""
        query: dict[str, Any] = {"listener_id": listener_id}
        if before is not None:
            at, play_id = before
            query |= {"at": {"$lte": at}, "$or": [{"at": {"$lt": at}}, {"_id": {"$lt": play_id}}]}
        order = [("at", DESCENDING), ("_id", DESCENDING)]
        fields = {"track_id": 1, "at": 1}
        with store_errors("plays"):
            rows = list(self._plays.find(query, fields, hint="by_time").sort(order).limit(n))
        return [PlayedAt(row["_id"], row["track_id"], row["at"]) for row in rows]

    def plays_between(self, listener_id: ListenerId, since: datetime, until: datetime) -> Mapping[TrackId, int]:
        """Return how often each track was played from `since` on and before `until`."""
        steps: list[dict[str, Any]] = [
            {"$match": {"listener_id": listener_id, "at": {"$gte": since, "$lt": until}}},
            {"$group": {"_id": "$track_id", "plays": {"$sum": 1}}},
        ]
        with store_errors("plays"):
            rows = self._plays.aggregate(steps, hint="by_time", batchSize=_READ_AT_ONCE)
            return {TrackId(row["_id"]): row["plays"] for row in rows}

    def weekly_plays(self, listener_id: ListenerId, since: datetime, n_weeks: int) -> Sequence[WeekPlays]:
        """Return how often each track was played in each of `n_weeks` weeks from `since` on; in no order."""
        until = since + timedelta(weeks=n_weeks)
        week = {"$floor": {"$divide": [{"$subtract": ["$at", since]}, _WEEK_MS]}}
        steps: list[dict[str, Any]] = [
            {"$match": {"listener_id": listener_id, "at": {"$gte": since, "$lt": until}}},
            {"$group": {"_id": {"track": "$track_id", "week": week}, "plays": {"$sum": 1}}},
        ]
        with store_errors("plays"):
            rows = self._plays.aggregate(steps, hint="by_time", batchSize=_READ_AT_ONCE)
            return [WeekPlays(TrackId(row["_id"]["track"]), int(row["_id"]["week"]), row["plays"]) for row in rows]


def _move_revisions(
    database: Database[dict[str, Any]], listener_ids: Sequence[ListenerId], session: ClientSession
) -> Mapping[str, int]:
    """Move each listener's revision on; in the order of ids, so that two writers never wait for each other."""
    revisions = database["play_revisions"]
    moves = [UpdateOne({"_id": listener_id}, {"$inc": {"revision": 1}}, upsert=True) for listener_id in listener_ids]
    revisions.bulk_write(moves, ordered=True, session=session)
    moved: dict[str, int] = {}
    for batch in batches(listener_ids):
        moved |= {row["_id"]: row["revision"] for row in revisions.find({"_id": {"$in": batch}}, session=session)}
    return moved


def _count_id(listener_id: ListenerId, track_id: TrackId) -> str:
    return f"{listener_id}/{track_id}"


def _counts(row: dict[str, Any]) -> TrackPlays:
    return TrackPlays(
        row["track_id"],
        row["plays"],
        row["skips"],
        row["listened_s"],
        row.get("first_played_at"),
        row.get("last_played_at"),
        row.get("last_skipped_at"),
    )


def _count_change(listener_id: ListenerId, counted: TrackPlays, revision: int) -> UpdateOne:
    change: dict[str, Any] = {
        "$inc": {"plays": counted.plays, "skips": counted.skips, "listened_s": counted.listened_s},
        "$set": {"revision": revision},
        "$setOnInsert": {"listener_id": listener_id, "track_id": counted.track_id},
    }
    if counted.first_played_at and counted.last_played_at:
        change["$min"] = {"first_played_at": counted.first_played_at}
        change["$max"] = {"last_played_at": counted.last_played_at}
    if counted.last_skipped_at:
        change["$max"] = {**change.get("$max", {}), "last_skipped_at": counted.last_skipped_at}
    return UpdateOne({"_id": _count_id(listener_id, counted.track_id)}, change, upsert=True)
