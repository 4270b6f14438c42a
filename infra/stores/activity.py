"""The activity archive in MongoDB: every event once, and the plays and counts that follow from it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
from pymongo import IndexModel, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.listening.plays import record_hearings
from infra.stores.store_errors import store_errors
from recommender.clock import Clock, system_clock
from recommender.listening.counting import TRENDING_HALF_LIFE_DAYS, TRENDING_TRACKS, TRENDING_WINDOW_DAYS, counts
from recommender.listening.history.plays import hearing_of
from recommender.records import ActivityEvent, ListenerId, PlacedEvent, TrackId

ANSWER_WITHIN_S = 20.0
INTEGER = {"bsonType": ["int", "long"]}
TEXT = {"bsonType": "string"}
NUMBER = {"bsonType": ["double", "int", "long"]}
DATE = {"bsonType": "date"}

ACTIVITY = CollectionSpec(
    "activity",
    document_schema(
        {
            "_id": {"bsonType": "binData"},
            "listener_id": TEXT,
            "kind": TEXT,
            "occurred_at": DATE,
            "partition": INTEGER,
            "offset": INTEGER,
        },
        {
            "recorded_at": DATE,
            "track_id": TEXT,
            "session_id": TEXT,
            "position_s": NUMBER,
            "duration_s": NUMBER,
            "rating": INTEGER,
            "steering": {
                "bsonType": "object",
                "additionalProperties": False,
                "properties": {
                    "familiarity": NUMBER,
                    "energy": NUMBER,
                    "half_life_days": NUMBER,
                    "artist_cap": INTEGER,
                },
            },
            "slate_id": TEXT,
            "shown_picks": {
                "bsonType": "array",
                "items": {
                    "bsonType": "object",
                    "required": ["track_id", "position"],
                    "additionalProperties": False,
                    "properties": {"track_id": TEXT, "position": INTEGER, "source": TEXT, "team": TEXT},
                },
            },
            "model_version": TEXT,
            "arm": TEXT,
            "source": TEXT,
            "schema_version": INTEGER,
        },
    ),
    (
        IndexModel([("listener_id", 1), ("partition", 1), ("offset", 1)], name="by_listener"),
        IndexModel([("occurred_at", 1)], name="by_time"),
        IndexModel([("source", 1)], name="by_source"),
    ),
    listener_field="listener_id",
)

PLAY_COUNTS = CollectionSpec(
    "play_counts",
    document_schema(
        {"_id": TEXT, "track_id": TEXT, "day": DATE},
        {"plays": INTEGER, "finishes": INTEGER, "skips": INTEGER, "likes": INTEGER},
    ),
    (IndexModel([("day", 1)], name="by_day"),),
)


class MongoActivityArchive:
    """Events, play counts, and what each listener heard, written in one transaction: all or nothing."""

    def __init__(self, database: Database[dict[str, Any]], clock: Clock = system_clock) -> None:
        self._database = database
        self._client = database.client
        self._activity = database["activity"]
        self._play_counts = database["play_counts"]
        self._clock = clock

    def put_many(self, events: Sequence[PlacedEvent]) -> int:
        """Keep the events whose ids are new and count their plays, all or nothing; return how many were new."""
        if not events:
            return 0

        def keep_and_count(session: ClientSession) -> int:
            new = self._archive(events, session)
            self._count(new, session)
            hearings = [hearing for event in new if (hearing := hearing_of(event)) is not None]
            record_hearings(self._database, hearings, session)
            return len(new)

        with store_errors("activity", within_s=ANSWER_WITHIN_S), self._client.start_session() as session:
            return session.with_transaction(keep_and_count)

    def of_listener(self, listener_id: ListenerId) -> Iterator[PlacedEvent]:
        """Yield the listener's events in the order of the stream."""
        order = [("partition", 1), ("offset", 1)]
        with store_errors("activity"):
            for document in self._activity.find({"listener_id": listener_id}).sort(order):
                yield placed_event(document)

    def has_real_events(self) -> bool:
        """Return whether anybody listened who is not simulated."""
        with store_errors("activity"):
            return self._activity.find_one({"source": {"$ne": "simulated"}}, {"_id": 1}) is not None

    def trending(self) -> Mapping[TrackId, float]:
        """Return recent plays per track that were not skipped, newer ones weighing more; the most played 1,000 at most.

        `counting.trending` in MongoDB's words: the counts of a large library stay where they are.
        """
        today = _midnight(self._clock().date())
        age_days = {"$max": [0, {"$dateDiff": {"startDate": "$day", "endDate": today, "unit": "day"}}]}
        weight = {"$pow": [0.5, {"$divide": [age_days, TRENDING_HALF_LIFE_DAYS]}]}
        since = today - timedelta(days=TRENDING_WINDOW_DAYS)
        steps: list[dict[str, Any]] = [
            {"$match": {"day": {"$gte": since}, "plays": {"$gt": 0}}},
            {"$set": {"heard": {"$subtract": ["$plays", {"$ifNull": ["$skips", 0]}]}}},
            {"$match": {"heard": {"$gt": 0}}},
            {"$group": {"_id": "$track_id", "plays": {"$sum": {"$multiply": ["$heard", weight]}}}},
            {"$sort": {"plays": -1, "_id": 1}},
            {"$limit": TRENDING_TRACKS},
        ]
        with store_errors("play counts", within_s=ANSWER_WITHIN_S):
            return {TrackId(document["_id"]): document["plays"] for document in self._play_counts.aggregate(steps)}

    def _archive(self, events: Sequence[PlacedEvent], session: ClientSession) -> list[ActivityEvent]:
        upserts = [
            UpdateOne({"_id": event.event.event_id}, {"$setOnInsert": _document(event)}, upsert=True)
            for event in events
        ]
        result = self._activity.bulk_write(upserts, ordered=False, session=session)
        return [events[position].event for position in (result.upserted_ids or {})]

    def _count(self, events: list[ActivityEvent], session: ClientSession) -> None:
        increments = [
            UpdateOne(
                {"_id": f"{key.day.isoformat()}/{key.track_id}"},
                {"$inc": sums, "$setOnInsert": {"track_id": key.track_id, "day": _midnight(key.day)}},
                upsert=True,
            )
            for key, sums in counts(events).items()
        ]
        if increments:
            self._play_counts.bulk_write(increments, ordered=False, session=session)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _document(placed: PlacedEvent) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(placed.event, builtin_types=(datetime,))
    fields.pop("event_id")
    return {**fields, "partition": placed.partition, "offset": placed.offset}


def placed_event(document: dict[str, Any]) -> PlacedEvent:
    """Return the event of a stored document."""
    fields = dict(document)
    partition, offset = fields.pop("partition"), fields.pop("offset")
    event = msgspec.convert({**fields, "event_id": fields.pop("_id")}, ActivityEvent)
    return PlacedEvent(event, partition, offset)
