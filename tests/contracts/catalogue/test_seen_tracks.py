"""What a sent history is matched with, on the real database."""

from datetime import UTC, datetime

import pytest

from infra.stores.accounts.accounts import MongoAccountStore
from infra.stores.libraries import MongoLibraryStore
from infra.stores.tracks import MongoTrackStore
from infra.web.histories.seen_tracks import tracks_seen_by
from recommender.accounts.records import Account
from recommender.records import ListenerId, Track, TrackId
from tests.builders.libraries import library

NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.live
@pytest.mark.parametrize(
    ("name", "role", "seen"),
    [
        ("anna", "listener", {"open", "closed"}),
        ("bert", "listener", {"open"}),
        ("boss", "admin", {"open", "closed"}),
        ("gus", "guest", {"open"}),
    ],
)
def test_a_history_is_matched_with_what_its_listener_sees(mongo_database, name, role, seen):
    accounts = MongoAccountStore(mongo_database)
    accounts.add(Account(account_id=ListenerId(name), name=name, role=role, made_at=NOW))
    MongoLibraryStore(mongo_database).put(library("closed", "anna", "gus"))
    tracks = [Track(track_id=TrackId(name), title=name, url=f"file:///{name}/a.mp3") for name in ("open", "closed")]
    MongoTrackStore(mongo_database).put_many(tracks)
    assert {track.track_id for track in tracks_seen_by(ListenerId(name), mongo_database)} == seen
