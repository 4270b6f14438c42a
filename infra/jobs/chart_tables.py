"""Every chart that segue keeps as one table: its own, made of its activity, and those imported from outside."""

from typing import Any

from pymongo.database import Database

from infra.jobs.database import running_database
from infra.settings import Settings
from infra.stores.charts.outside_charts import MongoOutsideCharts
from infra.stores.charts.weekly_charts import MongoWeeklyCharts
from infra.stores.store_errors import store_errors
from recommender.errors import NotReady
from recommender.prediction.charts.own_chart import WeekRow
from recommender.prediction.charts.records import OWN, ChartEntry, ChartTable, chart_table, merge

DEEPEST = 500
"""Places of the service's own chart that are learned from, and shown."""


def stored_charts(settings: Settings) -> ChartTable:
    """Return the own chart and every imported one; MongoDB is started for as long as it takes.

    Raises `NotReady` when there is neither.
    """
    with running_database(settings) as database:
        return charts_in(database)


def charts_in(database: Database[dict[str, Any]]) -> ChartTable:
    """Return the own chart and every imported one; raises `NotReady` when there is neither."""
    rows = MongoWeeklyCharts(database).rows(deepest=DEEPEST)
    both = (chart_table(_entries(database, rows)), MongoOutsideCharts(database).table())
    tables = [table for table in both if len(table)]
    if not tables:
        raise NotReady(
            "there is no chart to learn from; run `segue build charts` after a week of listening, "
            "or `segue import charts FILE`, or give a file"
        )
    return merge(tables)


def newest_weeks(database: Database[dict[str, Any]]) -> dict[str, int]:
    """Return the last week that is known of each chart."""
    own_week = MongoWeeklyCharts(database).last_week()
    return MongoOutsideCharts(database).newest_weeks() | ({} if own_week is None else {OWN: own_week})


def week_entries(database: Database[dict[str, Any]], chart: str, week: int) -> list[ChartEntry]:
    """Return one week of one chart, best first."""
    if chart != OWN:
        return MongoOutsideCharts(database).entries(chart, week)
    return _entries(database, MongoWeeklyCharts(database).rows(deepest=DEEPEST, week=week))


def _entries(database: Database[dict[str, Any]], rows: list[WeekRow]) -> list[ChartEntry]:
    """Return the rows with the names of their tracks; what nobody liked on balance is on no chart."""
    liked = [row for row in rows if row.score > 0]
    query = {"_id": {"$in": sorted({row.track_id for row in liked})}}
    with store_errors("tracks"):
        documents = list(database["tracks"].find(query, {"title": 1, "artist": 1, "genres": {"$slice": 1}}))
    tracks = {document["_id"]: document for document in documents}
    return [
        ChartEntry(
            chart=OWN,
            week=row.week,
            rank=row.rank,
            title=track["title"],
            artist=track.get("artist", ""),
            streams=row.score,
            genre=next(iter(track.get("genres", ())), ""),
            track_id=row.track_id,
        )
        for row in liked
        if (track := tracks.get(row.track_id)) is not None
    ]
