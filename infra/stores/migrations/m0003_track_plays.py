"""Plays and counts of each listener, of the archive and the histories that were kept before there were any."""

from collections.abc import Iterator, Sequence
from typing import Any

from bson import Binary
from pymongo import ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from infra.stores.activity import placed_event
from infra.stores.batches import batches
from infra.stores.history import stored_play
from infra.stores.listening.plays import count_document, play_document
from recommender.listening.history.plays import Hearing, TrackPlays, add_hearing, hearing_of, hearing_of_import
from recommender.prediction.streams.own_plays import ENDINGS
from recommender.records import ListenerId, TrackId

VERSION = 3
_FIRST_REVISION = 1


def migrate(database: Database[dict[str, Any]]) -> None:
    """Fill `plays` and `track_plays`, listener by listener.

    Another process may have done so and gone on counting: then nothing is written, for each write asks the version.
    """
    listeners = {*database["activity"].distinct("listener_id"), *database["history"].distinct("listener_id")}
    for listener_id in sorted(listeners):
        counted: dict[TrackId, TrackPlays] = {}
        for hearings in batches(hearings_of(database, ListenerId(listener_id))):
            _write(database, "plays", [_play_upsert(hearing) for hearing in hearings if hearing.is_play])
            for hearing in hearings:
                track_id = hearing.track_id
                counted[track_id] = add_hearing(counted.get(track_id) or TrackPlays(track_id), hearing)
        for batch in batches(counted.values()):
            _write(database, "track_plays", [_count_upsert(ListenerId(listener_id), each) for each in batch])
        if counted:
            revision = UpdateOne({"_id": listener_id}, {"$setOnInsert": {"revision": _FIRST_REVISION}}, upsert=True)
            _write(database, "play_revisions", [revision])


def hearings_of(database: Database[dict[str, Any]], listener_id: ListenerId) -> Iterator[Hearing]:
    """Yield what a listener heard, as the archive and the imported histories have it."""
    ended = {"listener_id": listener_id, "kind": {"$in": sorted(ENDINGS)}}
    heard_here = (hearing_of(placed_event(document).event) for document in database["activity"].find(ended))
    matched = {"listener_id": listener_id, "track_id": {"$exists": True}}
    heard_elsewhere = (
        hearing_of_import(stored_play(document), listener_id) for document in database["history"].find(matched)
    )
    for hearings in (heard_here, heard_elsewhere):
        yield from (hearing for hearing in hearings if hearing is not None)


def _write(database: Database[dict[str, Any]], name: str, changes: Sequence[UpdateOne | ReplaceOne[Any]]) -> None:
    """Write unless the step is done; touching the version makes the one who ends the step wait or win."""

    def write(session: ClientSession) -> None:
        before = {"_id": "schema", "version": {"$lt": VERSION}}
        if changes and database["meta"].update_one(before, {"$inc": {"revision": 1}}, session=session).matched_count:
            database[name].bulk_write(changes, ordered=False, session=session)

    with database.client.start_session() as session:
        session.with_transaction(write)


def _play_upsert(hearing: Hearing) -> UpdateOne:
    document = play_document(hearing)
    return UpdateOne({"_id": Binary(hearing.hearing_id)}, {"$setOnInsert": document}, upsert=True)


def _count_upsert(listener_id: ListenerId, counted: TrackPlays) -> ReplaceOne[Any]:
    document = count_document(listener_id, counted, _FIRST_REVISION)
    return ReplaceOne({"_id": document["_id"]}, document, upsert=True)
