"""The service's own weekly chart in MongoDB: its rows, and of what each week was made."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from pymongo import DESCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database

from infra.stores.batches import batches
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.clock import Clock, system_clock
from recommender.prediction.charts.own_chart import COUNTED, MIN_WEEK, ChartWeights, MadeWeek, WeekRow
from recommender.prediction.charts.weeks import end_of, parse_week, week_name, week_of

_COUNT = {"bsonType": ["int", "long"], "minimum": 0}
_NUMBER = {"bsonType": ["double", "int", "long"]}
_TEXT = {"bsonType": "string"}
_COUNTABLE = {"kind": {"$in": list(COUNTED)}, "track_id": {"$type": "string"}}
"""Query for the events that the chart is made of."""
_SINCE = end_of(MIN_WEEK - 1)
_WEEK = {"bsonType": "string", "pattern": r"^\d{4}-W\d{2}$"}

WEEKLY_CHART = CollectionSpec(
    "weekly_chart",
    document_schema(
        {
            "_id": _TEXT,
            "week": _WEEK,
            "track_id": _TEXT,
            "score": _NUMBER,
            "plays": _COUNT,
            "likes": _COUNT,
            "skips": _COUNT,
            "rank": {"bsonType": ["int", "long"], "minimum": 1},
        }
    ),
    (IndexModel([("week", 1), ("rank", 1)], name="by_week"),),
)

CHART_WEEKS = CollectionSpec(
    "chart_weeks",
    document_schema(
        {
            "_id": _WEEK,
            "n_events": _COUNT,
            "weights": document_schema({"play": _NUMBER, "like": _NUMBER, "skip": _NUMBER}),
            "made_at": {"bsonType": "date"},
        }
    ),
)


class MongoWeeklyCharts:
    """The chart week by week; a week is replaced whole, so a reader never sees half of one."""

    def __init__(self, database: Database[dict[str, Any]], clock: Clock = system_clock) -> None:
        self._client = database.client
        self._rows = database["weekly_chart"]
        self._weeks = database["chart_weeks"]
        self._activity = database["activity"]
        self._clock = clock

    def archived(self) -> dict[int, int]:
        """Count the archive's counted events by the week of their moment; one pass inside the database.

        Those of before `MIN_WEEK` are in no week.
        """
        moment = {"$min": ["$occurred_at", "$recorded_at"]}
        steps: list[dict[str, Any]] = [
            {"$match": {"occurred_at": {"$gte": _SINCE}, "recorded_at": {"$not": {"$lt": _SINCE}}, **_COUNTABLE}},
            {"$group": {"_id": {"$dateToString": {"date": moment, "format": "%G-W%V"}}, "n": {"$sum": 1}}},
        ]
        with store_errors("activity"):
            return {parse_week(document["_id"]): document["n"] for document in self._activity.aggregate(steps)}

    def n_before_all_weeks(self) -> int:
        """Return how many of the archive's counted events are of before `MIN_WEEK`."""
        early = [{name: {"$lt": _SINCE}} for name in ("occurred_at", "recorded_at")]
        with store_errors("activity"):
            return self._activity.count_documents({"$or": early, **_COUNTABLE})

    def made(self) -> dict[int, MadeWeek]:
        """Return of what each week was made."""
        with store_errors("chart weeks"):
            documents = list(self._weeks.find())
        return {
            parse_week(document["_id"]): MadeWeek(
                n_events=document["n_events"], weights=msgspec.convert(document["weights"], ChartWeights)
            )
            for document in documents
        }

    def put_week(self, week: int, rows: Sequence[WeekRow], made: MadeWeek) -> None:
        """Replace a week, rows and facts together; durable when it returns."""
        name = week_name(week)
        facts = {"_id": name, **msgspec.to_builtins(made), "made_at": self._clock()}

        def replace(session: ClientSession) -> None:
            self._rows.delete_many({"week": name}, session=session)
            for batch in batches(_document(row, name) for row in rows):
                self._rows.insert_many(batch, ordered=False, session=session)
            self._weeks.replace_one({"_id": name}, facts, upsert=True, session=session)

        with store_errors("weekly chart"), self._client.start_session() as session:
            session.with_transaction(replace)

    def rows(self, *, deepest: int, week: int | None = None) -> list[WeekRow]:
        """Return what stands at `deepest` or higher, in all weeks or in one, by week and rank."""
        query: dict[str, Any] = {"rank": {"$lte": deepest}}
        if week is not None:
            query["week"] = week_name(week)
        with store_errors("weekly chart"):
            documents = list(self._rows.find(query, {"_id": 0}).sort([("week", 1), ("rank", 1)]))
        return [WeekRow(**{**document, "week": parse_week(document["week"])}) for document in documents]

    def has_uncounted(self, now: datetime) -> bool:
        """Return whether anything countable happened in a complete week after the newest one that was made."""
        with store_errors("chart weeks"):
            newest = self._weeks.find_one({}, {"_id": 1}, sort=[("_id", DESCENDING)])
            since = {"$gte": _SINCE if newest is None else end_of(parse_week(newest["_id"]))}
            until = {"$lt": end_of(week_of(now.astimezone(UTC).date()) - 1)}
            event = self._activity.find_one({"occurred_at": {**since, **until}, **_COUNTABLE}, {"_id": 1})
        return event is not None

    def made_at(self) -> datetime | None:
        """Return when a week was last made; None before the first."""
        with store_errors("chart weeks"):
            newest = self._weeks.find_one({}, {"made_at": 1}, sort=[("made_at", DESCENDING)])
        return None if newest is None else newest["made_at"]

    def last_week(self) -> int | None:
        """Return the newest week that has rows; None before the first."""
        with store_errors("weekly chart"):
            newest = self._rows.find_one({}, {"week": 1}, sort=[("week", -1)])
        return None if newest is None else parse_week(newest["week"])


def _document(row: WeekRow, name: str) -> dict[str, Any]:
    return {"_id": f"{name}/{row.track_id}", **msgspec.to_builtins(row), "week": name}
