"""What the schedule finds due on a real MongoDB, and how a training is remembered and done again."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from msgspec.structs import replace as changed
from pymongo.database import Database

from infra.schedule.build_rules import parse_time
from infra.schedule.jobs import MIN_DATED_TRACKS, ScheduledJobs, data_time
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.charts.outside_charts import MongoOutsideCharts
from infra.stores.charts.weekly_charts import MongoWeeklyCharts
from infra.stores.history import MongoHistoryStore
from infra.stores.tracks import MongoTrackStore
from infra.stores.training.training_runs import MongoTrainingLog
from infra.stores.training.training_sources import MongoTrainingSources, TrainingSource
from recommender.artifacts.manifest import Description
from recommender.artifacts.store import ArtifactStore
from recommender.prediction.charts.own_chart import ChartWeights, MadeWeek
from recommender.prediction.charts.records import ChartEntry, chart_table
from recommender.prediction.charts.weeks import end_of, parse_week
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ListenerId, Track, TrackId, TrainingRun
from recommender.room.map.config import MapConfig
from recommender.room.map.track_map import KIND as MAP_KIND
from recommender.similarity.track_index import KIND as INDEX_KIND
from tests.builders.events import event, placed

pytestmark = pytest.mark.live

LAST = parse_week("2026-W46")
MONDAY = end_of(LAST)
NOON = MONDAY + timedelta(hours=12)
CHARTS = TrainingSource(kind="charts", arguments=("train", "charts"), files=())


@pytest.fixture
def due(mongo_database: Database[dict[str, Any]], tmp_path: Path) -> Callable[[datetime], dict[str, str]]:
    """Why each job is due at a moment, without those that are not."""
    jobs = ScheduledJobs(
        settings=replace(Settings(), home=tmp_path),
        database=mongo_database,
        store=ArtifactStore(tmp_path / "artifacts"),
        at=parse_time("03:30"),
        stop=Event(),
    )

    def reasons(now: datetime) -> dict[str, str]:
        found = {job.name: job.why(now, None) for job in jobs()}
        return {name: reason for name, reason in found.items() if reason}

    return reasons


def ran(database: Database[dict[str, Any]], kind: str, at: datetime) -> None:
    run = TrainingRun(run_id=f"{kind}{at}", topic=kind, started_at=at, seconds=1.0, outcome="published")
    MongoTrainingLog(database).put(run)


def test_a_complete_week_is_counted_and_then_the_charts_are_trained(
    mongo_database: Database[dict[str, Any]], due: Callable[[datetime], dict[str, str]]
) -> None:
    assert due(NOON) == {}
    heard = changed(event("started", "a"), occurred_at=MONDAY - timedelta(days=1))
    MongoActivityArchive(mongo_database).put_many(placed([heard]))
    MongoTrainingSources(mongo_database).put(CHARTS)
    ran(mongo_database, "charts", MONDAY - timedelta(days=7))
    assert due(MONDAY - timedelta(minutes=1)) == {}
    assert due(NOON) == {"build charts": "a week is complete"}

    charts = MongoWeeklyCharts(mongo_database, clock=lambda: NOON)
    charts.put_week(LAST, (), MadeWeek(n_events=1, weights=ChartWeights()))
    assert list(due(NOON)) == ["train charts"]
    ran(mongo_database, "charts", NOON + timedelta(minutes=1))
    assert due(NOON + timedelta(days=9)) == {}


def test_an_index_is_laid_out_until_there_is_a_map_of_it(
    due: Callable[[datetime], dict[str, str]], tmp_path: Path
) -> None:
    store = ArtifactStore(tmp_path / "artifacts", clock=lambda: NOON)

    def write(folder: Path, digest: str = "abcdef123456") -> Description:
        (folder / "data").write_text("x")
        return Description(
            fingerprint="f1", metric="", dims=3, counts={"tracks": 1}, seed=1, config_digest=digest, data_cutoff=NOON
        )

    assert due(NOON) == {}
    index_version = store.publish(INDEX_KIND, write)
    assert due(NOON) == {"build map": "the index is newer than the map"}
    digest = MapConfig(index_version=index_version).digest
    store.publish(MAP_KIND, lambda folder: write(folder, digest))
    assert due(NOON) == {}


def test_an_import_is_new_data_and_the_same_import_again_is_not(mongo_database: Database[dict[str, Any]]) -> None:
    entries = [ChartEntry(chart="hot", week=LAST, rank=1, title="x", artist="y", streams=3.0)]
    for moment in (MONDAY, NOON):
        MongoOutsideCharts(mongo_database, clock=lambda moment=moment: moment).put(chart_table(entries))
    assert data_time(mongo_database, CHARTS, NOON) == MONDAY
    louder = [changed(entries[0], streams=4.0)]
    MongoOutsideCharts(mongo_database, clock=lambda: NOON).put(chart_table(louder))
    assert data_time(mongo_database, CHARTS, NOON) == NOON


def test_a_file_that_has_changed_is_trained_on_again_and_one_that_is_gone_is_not(
    mongo_database: Database[dict[str, Any]], due: Callable[[datetime], dict[str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "moods.csv"
    file.write_text("a,b\n")
    os.utime(file, (MONDAY.timestamp(), MONDAY.timestamp()))
    arguments = ("train", "mood", str(file))
    MongoTrainingSources(mongo_database).put(TrainingSource(kind="mood", arguments=arguments, files=(str(file),)))
    assert due(NOON) == {}
    ran(mongo_database, "mood", MONDAY + timedelta(minutes=1))
    assert due(NOON) == {}
    os.utime(file, (NOON.timestamp(), NOON.timestamp()))
    assert list(due(NOON + timedelta(hours=1))) == ["train mood"]
    file.unlink()
    assert due(NOON + timedelta(hours=1)) == {}


def test_streams_are_trained_weekly_when_there_was_listening(
    mongo_database: Database[dict[str, Any]], due: Callable[[datetime], dict[str, str]]
) -> None:
    MongoTrainingSources(mongo_database).put(TrainingSource(kind="streams", arguments=("train", "streams"), files=()))
    ran(mongo_database, "streams", MONDAY - timedelta(days=2))
    assert due(NOON) == {}
    heard = changed(event("finished", "a"), occurred_at=MONDAY - timedelta(days=1))
    MongoActivityArchive(mongo_database).put_many(placed([heard]))
    assert list(due(NOON)) == ["train streams"]
    assert due(MONDAY - timedelta(hours=1)) == {}


def test_what_is_kept_is_learnt_from_without_a_first_training_by_hand(
    mongo_database: Database[dict[str, Any]], due: Callable[[datetime], dict[str, str]]
) -> None:
    anna = ListenerId("anna")
    history = MongoHistoryStore(mongo_database)
    plays = [Play(NOON - timedelta(days=days), "Song", "Band", 200.0) for days in (1, 100, 131)]
    history.put_many(anna, [StoredPlay(bytes([n]) * 16, play) for n, play in enumerate(plays[:2])])
    assert due(NOON) == {}
    history.put_many(anna, [StoredPlay(b"x" * 16, plays[2])])
    assert due(NOON) == {"train streams": "there is something to learn from, and nothing was learnt yet"}
    ran(mongo_database, "streams", NOON)
    assert due(NOON + timedelta(hours=1)) == {}

    tracks = [
        Track(
            track_id=TrackId(f"t{n}"), title=f"T{n}", artist="A", released_on=date(1990 + n % 30, 5, 1), added_at=NOON
        )
        for n in range(MIN_DATED_TRACKS)
    ]
    MongoTrackStore(mongo_database).put_many(tracks)
    assert list(due(NOON + timedelta(hours=1))) == ["train releases"]
    ran(mongo_database, "releases", NOON + timedelta(hours=1))

    entries = [ChartEntry(chart="hot", week=week, rank=1, title="x", artist="y") for week in (LAST - 1, LAST)]
    MongoOutsideCharts(mongo_database, clock=lambda: NOON).put(chart_table(entries))
    assert list(due(NOON + timedelta(hours=2))) == ["train charts"]
