"""Which tracks somebody wants: what was played or queued lately, what is in queues and playlists."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from pymongo import DESCENDING
from pymongo.database import Database

from infra.stores.store_errors import store_errors
from recommender.listening.play_queue import PlayQueue
from recommender.playlists.records import Entry
from recommender.records import TrackId

WANTING = ("started", "progressed", "finished", "liked", "rated", "queued")
"""Kinds of events by which somebody asks for a track."""
N_EVENTS = 1_000
N_QUEUES = 200
_entries = msgspec.msgpack.Decoder(tuple[Entry, ...])


class MongoWantedTracks:
    """Asked again and again; playlists are read once, and then those that have changed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._activity = database["activity"]
        self._queues = database["play_queues"]
        self._playlists = database["playlists"]
        self._in_playlists: dict[TrackId, None] = {}
        self._read_until: datetime | None = None

    def __call__(self) -> Iterator[TrackId]:
        """Yield the tracks, the most wanted first: queued, then played, then in a playlist; some of them repeatedly."""
        yield from self._queued()
        yield from self._played()
        self._read_playlists()
        yield from self._in_playlists

    def _queued(self) -> Iterator[TrackId]:
        """Yield what plays, and what comes after it, of those queues that were saved last."""
        with store_errors("play queues"):
            documents = list(self._queues.find({}, {"queue": 1}).sort("saved_at", DESCENDING).limit(N_QUEUES))
        for document in documents:
            queue = msgspec.msgpack.decode(document["queue"], type=PlayQueue)
            yield from (entry.track_id for entry in queue.entries[max(queue.index, 0) :])

    def _played(self) -> Iterator[TrackId]:
        with store_errors("activity"):
            wanting = {"kind": {"$in": WANTING}, "track_id": {"$exists": True}}
            newest = self._activity.find(wanting, {"track_id": 1}).sort("occurred_at", DESCENDING).limit(N_EVENTS)
            events = list(newest)
        yield from (TrackId(event["track_id"]) for event in events)

    def _read_playlists(self) -> None:
        changed = {} if self._read_until is None else {"changed_at": {"$gte": self._read_until}}
        with store_errors("playlists"):
            cursor = self._playlists.find(
                {**changed, "deleted_at": {"$exists": False}}, {"entries": 1, "changed_at": 1}
            )
            for document in cursor:
                changed_at = document["changed_at"]
                self._read_until = changed_at if self._read_until is None else max(self._read_until, changed_at)
                for entry in _entries.decode(document["entries"]):
                    if entry.track_id is not None and entry.removed_at is None:
                        self._in_playlists[entry.track_id] = None
