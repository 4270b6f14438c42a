"""When each track was last skipped, of the activity and histories that were kept before it was counted."""

from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.migrations.m0003_track_plays import hearings_of
from recommender.records import ListenerId, TrackId

VERSION = 4


def migrate(database: Database[dict[str, Any]]) -> None:
    """Fill `last_skipped_at` in `track_plays`, listener by listener; a later skip that was counted meanwhile stays."""
    for listener_id in sorted(database["track_plays"].distinct("listener_id")):
        last: dict[TrackId, datetime] = {}
        for hearing in hearings_of(database, ListenerId(listener_id)):
            if hearing.is_skip:
                last[hearing.track_id] = max(hearing.at, last.get(hearing.track_id, hearing.at))
        for batch in batches(last.items()):
            changes = [
                UpdateOne({"_id": f"{listener_id}/{track_id}"}, {"$max": {"last_skipped_at": at}})
                for track_id, at in batch
            ]
            database["track_plays"].bulk_write(changes, ordered=False)
