"""Segue's own weekly chart and imported charts: real MongoDB, real Spark."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from msgspec.structs import replace as changed
from pymongo.database import Database

from infra.jobs.builds.build_charts import BuiltCharts, build_charts
from infra.jobs.chart_tables import charts_in, newest_weeks, week_entries
from infra.settings import Settings
from infra.stores.activity import MongoActivityArchive
from infra.stores.charts.outside_charts import MongoOutsideCharts, Stored
from infra.stores.charts.weekly_charts import MongoWeeklyCharts
from infra.stores.tracks import MongoTrackStore
from recommender.errors import BadInput, NotReady
from recommender.prediction.charts.own_chart import ChartWeights, week_rows
from recommender.prediction.charts.records import ChartEntry, chart_table
from recommender.prediction.charts.weeks import end_of, parse_week
from recommender.records import PlacedEvent, Track, TrackId
from recommender.simulation.activity import simulate_events
from tests.builders.events import event, placed

pytestmark = [pytest.mark.live]

LAST = parse_week("2026-W46")
NOW = end_of(LAST) + timedelta(days=2)
TRACKS = [
    Track(track_id=TrackId(f"t{n:02d}"), title=f"Song {n}", artist=f"Artist {n % 5}", genres=("Rock",), duration_s=200)
    for n in range(30)
]


def three_weeks() -> list[PlacedEvent]:
    """Simulated listening until `NOW`, with opinions taken back, and a clock that runs ahead."""
    rng = np.random.default_rng(3)
    events = list(simulate_events(TRACKS, n_listeners=25, hours=24 * 18, until=NOW, rng=rng))
    for number, liked in enumerate([each for each in events if each.kind == "liked"][::3]):
        undone = changed(liked, event_id=UUID(int=number + 1), kind="unliked" if number % 2 else "disliked")
        events.append(undone)
    ahead = changed(events[0], event_id=UUID(int=10**6), occurred_at=NOW + timedelta(days=3))
    return placed([*events, ahead])


def of_wrong_clocks() -> list[PlacedEvent]:
    """Plays of year 1, of the clock's zero, and of the last year there is."""
    years = (1, 1970, 9999)
    plays = [event("started", "t00", number=10**8 + year) for year in years]
    moments = [datetime(year, 1, 3, tzinfo=UTC) for year in years]
    return placed([changed(play, occurred_at=at, recorded_at=None) for play, at in zip(plays, moments, strict=True)])


@pytest.fixture
def build(
    spark: Any, mongo_uri: str, mongo_database: Database[dict[str, Any]], tmp_path: Path, monkeypatch: Any
) -> Callable[..., BuiltCharts]:
    """The command's own code, on the session's Spark."""
    from contextlib import nullcontext

    monkeypatch.setattr("spark_jobs.session.spark_session", lambda *_, **__: nullcontext(spark))
    settings = replace(Settings(), home=tmp_path, mongo_uri=mongo_uri, mongo_database=mongo_database.name)

    def built(now: datetime = NOW, **weights: float) -> BuiltCharts:
        return build_charts(replace(settings, **weights), clock=lambda: now)

    return built


@pytest.mark.spark
def test_spark_counts_what_the_rule_counts_and_only_what_changed(
    build: Callable[..., BuiltCharts], mongo_database: Database[dict[str, Any]]
) -> None:
    events = three_weeks()
    early = of_wrong_clocks()
    MongoTrackStore(mongo_database).put_many(TRACKS)
    archive, charts = MongoActivityArchive(mongo_database), MongoWeeklyCharts(mongo_database)
    archive.put_many(events)
    archive.put_many([PlacedEvent(each.event, 1, each.offset) for each in early])

    expected = [row for row in week_rows(events, ChartWeights()) if row.week <= LAST]
    first = build()
    assert first.weeks == sorted({each.week for each in expected})
    assert len(first.weeks) == 3
    assert first.n_left_out == 2
    assert charts.rows(deepest=1000) == expected
    assert any(each.likes for each in expected)
    assert any(each.skips for each in expected)

    assert build().weeks == []

    friday = end_of(LAST - 1) - timedelta(days=2)
    late = changed(events[0].event, event_id=UUID(int=10**7), occurred_at=friday, recorded_at=NOW)
    events.append(PlacedEvent(late, 0, len(events)))
    archive.put_many(events[-1:])
    assert build().weeks == [LAST - 1]
    assert charts.rows(deepest=1000) == [row for row in week_rows(events, ChartWeights()) if row.week <= LAST]

    later = build(end_of(LAST + 1))
    assert later.weeks == [LAST + 1]
    assert charts.rows(deepest=1000) == week_rows(events, ChartWeights())

    assert len(build(end_of(LAST + 1), chart_like_weight=5.0).weeks) == 4
    assert charts.rows(deepest=1000) == week_rows(events, ChartWeights(like=5.0))


@pytest.mark.spark
def test_without_a_complete_week_nothing_is_made(
    build: Callable[..., BuiltCharts], mongo_database: Database[dict[str, Any]]
) -> None:
    assert build() == BuiltCharts(weeks=[], n_rows=0, n_weeks=0, last_week=None, n_left_out=0)
    MongoActivityArchive(mongo_database).put_many(placed([event("started", "t00")]))
    assert build().weeks == []


def entries(chart: str, week: int, *titles: str, streams: float | None = 10.0) -> list[ChartEntry]:
    return [
        ChartEntry(chart=chart, week=week, rank=rank, title=title, artist="A", streams=streams, genre="pop")
        for rank, title in enumerate(titles, start=1)
    ]


def test_an_import_comes_back_and_is_idempotent(mongo_database: Database[dict[str, Any]]) -> None:
    charts = MongoOutsideCharts(mongo_database)
    given = [*entries("hot", LAST, "x", "y"), *entries("hot", LAST + 1, "y"), *entries("us", LAST, "z", streams=None)]
    assert charts.put(chart_table(given)) == Stored(3, 0, 0)
    assert charts.put(chart_table(given)) == Stored(0, 0, 3)
    assert charts.put(chart_table(entries("hot", LAST, "y", "x"))) == Stored(0, 1, 0)
    table = charts.table()
    assert sorted(table.charts) == ["hot", "us"]
    hot = table.of("hot")
    assert [(int(w), int(r), table.songs[s].title) for w, r, s in zip(hot.week, hot.rank, hot.song, strict=True)] == [
        (LAST, 1, "y"),
        (LAST, 2, "x"),
        (LAST + 1, 1, "y"),
    ]
    assert np.isnan(table.of("us").streams).all()
    assert newest_weeks(mongo_database) == {"hot": LAST + 1, "us": LAST}
    assert week_entries(mongo_database, "hot", LAST + 1) == entries("hot", LAST + 1, "y")
    assert week_entries(mongo_database, "hot", LAST + 2) == []
    with pytest.raises(BadInput, match="segue's own chart"):
        charts.put(chart_table(entries("own", LAST, "x")))


@pytest.mark.spark
def test_training_gets_the_own_chart_beside_the_imported_ones(
    build: Callable[..., BuiltCharts], mongo_database: Database[dict[str, Any]]
) -> None:
    with pytest.raises(NotReady, match="segue import charts"):
        charts_in(mongo_database)
    MongoTrackStore(mongo_database).put_many(TRACKS)
    MongoOutsideCharts(mongo_database).put(chart_table(entries("hot", LAST, "Song 3", "y")))
    plays = [event("started", "t03", number=1, minutes=-9 * 1440), event("started", "t04", number=2, minutes=-9 * 1440)]
    likes = [event("liked", "t04", number=3, minutes=-9 * 1440), event("skipped", "t05", number=4, minutes=-9 * 1440)]
    MongoActivityArchive(mongo_database).put_many(placed([*plays, *likes]))
    build()
    table = charts_in(mongo_database)
    own = table.of("own")
    assert [(table.songs[s].track_id, x) for s, x in zip(own.song, own.streams, strict=True)] == [
        ("t04", 1.8),
        ("t03", 1.0),
    ]
    assert newest_weeks(mongo_database) == {"hot": LAST, "own": LAST}
    assert [entry.genre for entry in week_entries(mongo_database, "own", LAST)] == ["Rock", "Rock"]
