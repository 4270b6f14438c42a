"""Every chart that segue keeps as one table: its own, made of its activity, and those imported from outside."""

from typing import Any

from pymongo.database import Database

from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from infra.stores.outside_charts import MongoOutsideCharts
from infra.stores.store_errors import store_errors
from infra.stores.weekly_charts import MongoWeeklyCharts
from recommender.errors import NotReady
from recommender.prediction.charts.own_chart import WeekRow
from recommender.prediction.charts.records import OWN, ChartEntry, ChartTable, chart_table, merged

DEEPEST = 500
"""Places of the service's own chart that are learned from, and shown."""


def stored_charts(settings: Settings) -> ChartTable:
    """Return the own chart and every imported one; MongoDB is started for as long as it takes.

    Raises `NotReady` when there is neither.
    """
    with running_servers(settings, mongo=True) as servers:
        database = open_database(servers.mongo_uri, settings.mongo_database)
        try:
            prepare_database(database)
            return charts_in(database)
        finally:
            database.client.close()


def charts_in(database: Database[dict[str, Any]]) -> ChartTable:
    """Return the own chart and every imported one; raises `NotReady` when there is neither."""
    rows = MongoWeeklyCharts(database).rows(deepest=DEEPEST)
    both = (chart_table(_entries(database, rows)), MongoOutsideCharts(database).table())
    tables = [each for each in both if len(each)]
    if not tables:
        raise NotReady(
            "there is no chart to learn from; run `segue build charts` after a week of listening, "
            "or `segue import charts FILE`, or give a file"
        )
    return merged(tables)


def newest_weeks(database: Database[dict[str, Any]]) -> dict[str, int]:
    """Return the last week that is known of each chart."""
    own = MongoWeeklyCharts(database).last_week()
    return MongoOutsideCharts(database).newest_weeks() | ({} if own is None else {OWN: own})


def week_entries(database: Database[dict[str, Any]], chart: str, week: int) -> list[ChartEntry]:
    """Return one week of one chart, best first."""
    if chart != OWN:
        return MongoOutsideCharts(database).entries(chart, week)
    return _entries(database, MongoWeeklyCharts(database).rows(deepest=DEEPEST, week=week))


def _entries(database: Database[dict[str, Any]], rows: list[WeekRow]) -> list[ChartEntry]:
    """Return the rows with the names of their tracks; what nobody liked on balance is on no chart."""
    liked = [each for each in rows if each.score > 0]
    wanted = {"_id": {"$in": sorted({each.track_id for each in liked})}}
    with store_errors("tracks"):
        found = list(database["tracks"].find(wanted, {"title": 1, "artist": 1, "genres": {"$slice": 1}}))
    tracks = {each["_id"]: each for each in found}
    return [
        ChartEntry(
            chart=OWN,
            week=each.week,
            rank=each.rank,
            title=track["title"],
            artist=track.get("artist", ""),
            streams=each.score,
            genre=next(iter(track.get("genres", ())), ""),
            track_id=each.track_id,
        )
        for each in liked
        if (track := tracks.get(each.track_id)) is not None
    ]
