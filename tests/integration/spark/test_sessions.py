"""`segue build sessions` and what a serving process learns after it: real MongoDB, real Spark."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from infra.jobs.builds.build_sessions import build_sessions
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.listening.all_plays import MongoAllPlays
from infra.stores.tracks import MongoTrackStore
from recommender.artifacts.live import LiveArtifact
from recommender.prediction.streams.records import Play
from recommender.records import Track, TrackId
from recommender.sequences.cutting import cut
from recommender.sequences.serving.artifact import KIND, read
from recommender.sequences.serving.learning import MAX_DELAY
from recommender.sequences.serving.live import LiveSessions, load
from recommender.sequences.serving.served import HeardTrack
from tests.builders.archived_plays import NOON, heard_by

pytestmark = [pytest.mark.live, pytest.mark.spark]

TRACKS = [Track(track_id=TrackId(f"t{n:02d}"), title=f"Song {n}", artist=f"Artist {n % 3}") for n in range(12)]


def insert(database: Database[dict[str, Any]], plays: list[Any]) -> None:
    database["plays"].insert_many(
        {"_id": play.play_id, "listener_id": play.listener_id, "track_id": play.track_id, "at": play.at}
        for play in plays
    )


def test_the_build_cuts_as_the_rule_does_and_what_ends_later_is_learned_until_a_listener_is_forgotten(
    spark: Any, mongo_uri: str, mongo_database: Database[dict[str, Any]], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("spark_jobs.session.spark_session", lambda *_, **__: nullcontext(spark))
    settings = replace(Settings(), home=tmp_path, mongo_uri=mongo_uri, mongo_database=mongo_database.name)
    store = artifact_store(settings)
    MongoTrackStore(mongo_database).put_many(TRACKS)
    rng = np.random.default_rng(2)
    plays = []
    for listener in range(7):
        pauses = rng.choice([3.0, 29.0, 30.0, 31.0, 400.0], size=40, p=[0.6, 0.1, 0.1, 0.1, 0.1])
        for minute in (np.cumsum(pauses) - 20_000.0).tolist():
            plays += heard_by(f"l{listener}", f"t{rng.integers(12):02d}", begin=minute)
    going_on = heard_by("l8", "t01", "gone", "t02", begin=-35, step=15)
    insert(mongo_database, [*plays, *going_on])

    def build() -> Any:
        return build_sessions(settings, clock=lambda: NOON + MAX_DELAY)

    manifest = build()
    expected = []
    for listener in range(7):
        own = [play for play in plays if play.listener_id == f"l{listener}"]
        sessions = cut(Play(play.at, play.track_id, "A", 200.0) for play in own)
        expected += [[play.title for play in one] for one in sessions if len(one) > 1]
    memory, published = read(store.local_path(KIND, manifest.version))
    first, end = memory.log.bounds(np.arange(published.n_sessions))
    found = [
        [published.track_ids[track] for track in memory.log.tracks_at(np.arange(*bounds)).tolist()]
        for bounds in zip(first.tolist(), end.tolist(), strict=True)
    ]
    assert sorted(found) == sorted(expected)
    assert len(found) > 30
    assert (np.diff(memory.log.days(np.arange(len(found)))) >= 0).all()
    assert manifest.data_cutoff == NOON
    assert set(published.artists) == {"Artist 0", "Artist 1", "Artist 2"}
    assert "gone" in published.track_ids

    artifact = LiveArtifact(store, KIND, load)
    assert artifact.refresh()
    insert(mongo_database, heard_by("l9", "t03", "new", begin=5))
    later = NOON + timedelta(minutes=60)
    live = LiveSessions(artifact.current, MongoAllPlays(mongo_database).read, lambda _: "", lambda: later)
    live.refresh()
    assert live.figures()["sessions_learned"] == 2
    followers = live.followers([HeardTrack(TrackId("gone"), "", 0.0)], at=later, n=5, min_sessions=1)
    assert [each.track_id for each in followers] == ["t02"]

    mongo_database["plays"].delete_many({"listener_id": {"$ne": "l1"}})
    again = build()
    assert [each.version for each in store.versions(KIND)] == [again.version]
    assert again.counts["sessions"] < manifest.counts["sessions"]
    assert "gone" not in read(store.local_path(KIND, again.version))[1].track_ids
