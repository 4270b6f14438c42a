"""Charts from outside in MongoDB: one document a chart and week, as it was imported."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from pymongo import DESCENDING, IndexModel, ReplaceOne
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.clock import Clock, system_clock
from recommender.errors import BadInput
from recommender.prediction.charts.records import (
    OWN,
    ChartEntry,
    ChartTable,
    Song,
    charted_key,
    table_of_columns,
)
from recommender.prediction.charts.weeks import parse_week, week_name

_TEXT = {"bsonType": "string"}
_WEEKS_PER_ROUND_TRIP = 100

OUTSIDE_CHARTS = CollectionSpec(
    "outside_charts",
    document_schema(
        {
            "_id": _TEXT,
            "chart": {"bsonType": "string", "minLength": 1, "maxLength": 200},
            "week": {"bsonType": "string", "pattern": r"^\d{4}-W\d{2}$"},
            "imported_at": {"bsonType": "date"},
            "entries": {
                "bsonType": "array",
                "minItems": 1,
                "items": document_schema(
                    {"title": _TEXT, "artist": _TEXT},
                    {"streams": {"bsonType": ["double", "int", "long"]}, "genre": _TEXT},
                ),
            },
        }
    ),
    (
        IndexModel([("chart", 1), ("week", DESCENDING)], name="by_chart"),
        IndexModel([("imported_at", DESCENDING)], name="by_import"),
    ),
)


class Stored(NamedTuple):
    """What an import changed."""

    new_weeks: int
    changed_weeks: int
    same_weeks: int


class MongoOutsideCharts:
    """Imported charts; importing the same again changes nothing, another version of a week replaces it."""

    def __init__(self, database: Database[dict[str, Any]], clock: Clock = system_clock) -> None:
        self._charts = database["outside_charts"]
        self._clock = clock

    def put(self, table: ChartTable) -> Stored:
        """Keep every week of the table; raises `BadInput` for a chart with the name of the service's own."""
        if OWN in table.charts:
            raise BadInput(f"{OWN!r} is the name of segue's own chart; give the imported one another name")
        stored = Stored(0, 0, 0)
        with store_errors("outside charts"):
            for batch in batches(_documents(table), _WEEKS_PER_ROUND_TRIP):
                stored = Stored(*map(sum, zip(stored, self._put(batch), strict=True)))
        return stored

    def _put(self, weeks: list[dict[str, Any]]) -> Stored:
        names = [week["_id"] for week in weeks]
        before = {week["_id"]: week["entries"] for week in self._charts.find({"_id": {"$in": names}}, {"entries": 1})}
        written = [week for week in weeks if before.get(week["_id"]) != week["entries"]]
        now = self._clock()
        if written:
            self._charts.bulk_write(
                [ReplaceOne({"_id": week["_id"]}, {**week, "imported_at": now}, upsert=True) for week in written],
                ordered=False,
            )
        n_changed = sum(week["_id"] in before for week in written)
        return Stored(len(written) - n_changed, n_changed, len(weeks) - len(written))

    def imported_at(self) -> datetime | None:
        """Return when a week was last imported or changed; None before the first."""
        with store_errors("outside charts"):
            newest = self._charts.find_one({}, {"imported_at": 1}, sort=[("imported_at", DESCENDING)])
        return None if newest is None else newest["imported_at"]

    def table(self) -> ChartTable:
        """Return every imported chart."""
        with store_errors("outside charts"):
            documents = list(self._charts.find({}, {"_id": 0}))
        return _table(sorted(documents, key=lambda document: (document["week"], document["chart"])))

    def newest_weeks(self) -> dict[str, int]:
        """Return the last week of each chart."""
        steps: list[dict[str, Any]] = [
            {"$sort": {"chart": 1, "week": -1}},
            {"$group": {"_id": "$chart", "week": {"$first": "$week"}}},
        ]
        with store_errors("outside charts"):
            return {document["_id"]: parse_week(document["week"]) for document in self._charts.aggregate(steps)}

    def entries(self, chart: str, week: int) -> list[ChartEntry]:
        """Return one week of one chart, best first; nothing for one that is not there."""
        with store_errors("outside charts"):
            document = self._charts.find_one({"_id": _identity(chart, week)})
        entries = [] if document is None else document["entries"]
        return [ChartEntry(chart=chart, week=week, rank=rank, **entry) for rank, entry in enumerate(entries, start=1)]


def _identity(chart: str, week: int) -> str:
    return f"{chart}/{week_name(week)}"


def _documents(table: ChartTable) -> Iterator[dict[str, Any]]:
    """Yield the table's weeks; it is in order of chart, week and rank, and ranks have no gaps."""
    if not len(table):
        return
    breaks = np.flatnonzero((np.diff(table.chart) != 0) | (np.diff(table.week) != 0)) + 1
    for rows in np.split(np.arange(len(table)), breaks):
        chart, week = table.charts[table.chart[rows[0]]], int(table.week[rows[0]])
        entries = [_entry(table.songs[table.song[row]], float(table.streams[row])) for row in rows]
        yield {"_id": _identity(chart, week), "chart": chart, "week": week_name(week), "entries": entries}


def _entry(song: Song, streams: float) -> dict[str, Any]:
    entry: dict[str, Any] = {"title": song.title, "artist": song.artist}
    if not np.isnan(streams):
        entry["streams"] = streams
    if song.genre:
        entry["genre"] = song.genre
    return entry


def _table(documents: list[dict[str, Any]]) -> ChartTable:
    """Return the table of these weeks in order of time; a song bears the names it was last charted with."""
    keys: dict[tuple[str, str], str] = {}
    index_by_key: dict[str, int] = {}
    songs: list[Song] = []
    charts = tuple(dict.fromkeys(document["chart"] for document in documents))
    position = {name: i for i, name in enumerate(charts)}
    chart, week, rank, song, streams = [], [], [], [], []
    for document in documents:
        number = parse_week(document["week"])
        for at, entry in enumerate(document["entries"], start=1):
            names = (entry["title"], entry["artist"])
            key = keys.get(names) or keys.setdefault(names, charted_key(*names))
            song_index = index_by_key.setdefault(key, len(songs))
            shown = Song(key=key, title=names[0], artist=names[1], genre=entry.get("genre", ""))
            songs[song_index : song_index + 1] = [shown]
            chart.append(position[document["chart"]])
            week.append(number)
            rank.append(at)
            song.append(song_index)
            streams.append(entry.get("streams", np.nan))
    return table_of_columns(
        charts=charts,
        songs=tuple(songs),
        chart=np.array(chart, dtype=np.int32),
        week=np.array(week, dtype=np.int32),
        rank=np.array(rank, dtype=np.int32),
        song=np.array(song, dtype=np.int32),
        streams=np.array(streams, dtype=np.float64),
    )
