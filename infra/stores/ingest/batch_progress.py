"""How far the batches of an ingest on Spark are: executors write it down, whoever started them adds it up."""

from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database

from etl.ingest.summary import Summary
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.store_errors import store_errors
from recommender.errors import ServerUnavailable

NAME = "ingest_batches"
_KEPT_S = 7 * 24 * 3_600
"""What a run left that died; no run takes as long."""
_TEXT = {"bsonType": "string"}
_NUMBER = {"bsonType": ["int", "long"]}

INGEST_BATCHES = CollectionSpec(
    NAME,
    document_schema(
        {
            "_id": _TEXT,
            "run_id": _TEXT,
            "begun_at": {"bsonType": "date"},
            **{number.name: _NUMBER for number in fields(Summary)},
        }
    ),
    (
        IndexModel([("run_id", 1)], name="run"),
        IndexModel([("begun_at", 1)], name="gone", expireAfterSeconds=_KEPT_S),
    ),
)


class BatchProgress:
    """The batches of one run: a document of each, while the run goes on."""

    def __init__(self, database: Database[dict[str, Any]], run_id: str) -> None:
        self._batches = database[NAME]
        self._run_id = run_id

    def tell(self, batch: str, summary: Summary, *, began: datetime) -> None:
        """Write down how far a batch is; a second try takes the place of the first.

        A server that does not take it does not stop the batch.
        """
        document = {"run_id": self._run_id, "begun_at": began, **vars(summary)}
        with suppress(ServerUnavailable), store_errors(NAME):
            self._batches.replace_one({"_id": f"{self._run_id} {batch}"}, document, upsert=True)

    def summary(self) -> Summary:
        """Return what has changed in all batches so far."""
        total = Summary()
        with store_errors(NAME):
            for document in self._batches.find({"run_id": self._run_id}, {"_id": 0, "run_id": 0, "begun_at": 0}):
                total += Summary(**document)
        return total

    def end(self) -> None:
        """Forget the run."""
        with store_errors(NAME):
            self._batches.delete_many({"run_id": self._run_id})
