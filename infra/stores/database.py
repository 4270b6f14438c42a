"""Opens the database and makes it ready: collections with their schemas, indexes, migrations."""

from collections.abc import Iterable
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import CollectionInvalid, OperationFailure

from infra.stores.activity import ACTIVITY, PLAY_COUNTS
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.features import FEATURES
from infra.stores.files import FILES
from infra.stores.history import HISTORY
from infra.stores.migration_runner import known_migrations, migrate
from infra.stores.outside_charts import OUTSIDE_CHARTS
from infra.stores.store_errors import store_errors
from infra.stores.tastes import TASTES
from infra.stores.tracks import TRACKS
from infra.stores.training_runs import TRAINING_RUNS
from infra.stores.training_sources import TRAINING_SOURCES
from infra.stores.weekly_charts import CHART_WEEKS, WEEKLY_CHART

META = CollectionSpec(
    "meta",
    document_schema(
        {"_id": {"bsonType": "string"}},
        {
            "version": {"bsonType": ["int", "long"], "minimum": 1},
            "revision": {"bsonType": ["int", "long"], "minimum": 0},
            "started_at": {"bsonType": "date"},
        },
    ),
)

SPECS: tuple[CollectionSpec, ...] = (
    *(META, TRACKS, FEATURES, FILES, TASTES, ACTIVITY, PLAY_COUNTS, TRAINING_RUNS, HISTORY),
    *(WEEKLY_CHART, CHART_WEEKS, OUTSIDE_CHARTS, TRAINING_SOURCES),
)
"""Every collection of segue; a store declares its spec next to its class and is listed here."""

ANSWER_WITHIN_MS = 10_000
NAMESPACE_EXISTS = 48


def open_database(uri: str, name: str) -> Database[dict[str, Any]]:
    """Return the database; writes are acknowledged by a majority and journalled, times come back in UTC.

    Nothing is sent until the first use; a server that does not answer then raises `ServerUnavailable`
    from the stores after ten seconds. The caller closes it with `database.client.close()`.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(
        uri,
        appname="segue",
        tz_aware=True,
        uuidRepresentation="standard",
        w="majority",
        journal=True,
        serverSelectionTimeoutMS=ANSWER_WITHIN_MS,
    )
    return client[name]


def prepare_database(database: Database[dict[str, Any]], specs: Iterable[CollectionSpec] = SPECS) -> None:
    """Make what is missing: collections, their schemas, indexes, the schema version; a second call changes nothing."""
    with store_errors(f"database {database.name}"):
        existing = set(database.list_collection_names())
        for spec in specs:
            _prepare_collection(database, spec, exists=spec.name in existing)
        migrate(database, known_migrations())


def _prepare_collection(database: Database[dict[str, Any]], spec: CollectionSpec, *, exists: bool) -> None:
    validator = {"$jsonSchema": dict(spec.schema)}
    if not exists:
        try:
            database.create_collection(spec.name, validator=validator)
        except (CollectionInvalid, OperationFailure) as error:
            # Two processes may prepare the same new database at once; the other one was first.
            if isinstance(error, OperationFailure) and error.code != NAMESPACE_EXISTS:
                raise
    database.command("collMod", spec.name, validator=validator, validationLevel="strict", validationAction="error")
    _prepare_indexes(database[spec.name], spec)


def _prepare_indexes(collection: Collection[dict[str, Any]], spec: CollectionSpec) -> None:
    """Make the declared indexes; one that was declared otherwise by an older segue is replaced."""
    existing = collection.index_information()
    for index in spec.indexes:
        name, keys = index.document["name"], list(index.document["key"].items())
        if name in existing and existing[name]["key"] != keys:
            collection.drop_index(name)
    if spec.indexes:
        collection.create_indexes(list(spec.indexes))
