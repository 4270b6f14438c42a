"""Opens the database and makes it ready: collections with their schemas, indexes, migrations."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import CollectionInvalid, ConfigurationError, InvalidName, OperationFailure

from infra.stores.accounts.accounts import ACCOUNTS
from infra.stores.accounts.invitations import INVITATIONS
from infra.stores.accounts.sessions import SESSIONS
from infra.stores.accounts.tokens import ACCESS_TOKENS
from infra.stores.activity import ACTIVITY, PLAY_COUNTS
from infra.stores.charts.outside_charts import OUTSIDE_CHARTS
from infra.stores.charts.weekly_charts import CHART_WEEKS, WEEKLY_CHART
from infra.stores.collection_spec import CollectionSpec, document_schema
from infra.stores.corrections.corrections import CORRECTIONS
from infra.stores.corrections.cover_pictures import COVER_PICTURES
from infra.stores.experiments.experiments import EXPERIMENTS
from infra.stores.features import FEATURES
from infra.stores.files import FILES
from infra.stores.heartbeats import HEARTBEATS
from infra.stores.history import HISTORY
from infra.stores.ingest.batch_progress import INGEST_BATCHES
from infra.stores.libraries import LIBRARIES
from infra.stores.listening.arrangements import ARRANGEMENTS
from infra.stores.listening.favourites import FAVOURITES
from infra.stores.listening.history_imports import HISTORY_IMPORTS
from infra.stores.listening.play_queues import PLAY_QUEUES
from infra.stores.listening.plays import PLAY_REVISIONS, PLAYS, TRACK_PLAYS
from infra.stores.migration_runner import known_migrations, migrate
from infra.stores.playlists.made_lists import MADE_LISTS
from infra.stores.playlists.playlists import PLAYLISTS
from infra.stores.playlists.smart_playlists import SMART_PLAYLISTS
from infra.stores.scans import SCANS
from infra.stores.store_errors import store_errors
from infra.stores.tastes import TASTES
from infra.stores.tracks import TRACKS
from infra.stores.training.table_trainings import TABLE_TRAININGS
from infra.stores.training.training_runs import TRAINING_RUNS
from infra.stores.training.training_sources import TRAINING_SOURCES
from recommender.errors import BadSetting

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
    HISTORY_IMPORTS,  # an import ends when its entry is gone, so that goes before what it writes
    *(META, TRACKS, FEATURES, FILES, TASTES, ACTIVITY, PLAY_COUNTS, TRAINING_RUNS, HISTORY, HEARTBEATS),
    *(WEEKLY_CHART, CHART_WEEKS, OUTSIDE_CHARTS, TRAINING_SOURCES, TABLE_TRAININGS),
    *(ACCOUNTS, SESSIONS, ACCESS_TOKENS, INVITATIONS),
    *(PLAYS, TRACK_PLAYS, PLAY_REVISIONS, FAVOURITES, PLAY_QUEUES, ARRANGEMENTS),
    *(PLAYLISTS, SMART_PLAYLISTS, MADE_LISTS),
    *(LIBRARIES, SCANS, INGEST_BATCHES),
    *(CORRECTIONS, COVER_PICTURES, EXPERIMENTS),
)
"""Every collection of segue; a store declares its spec next to its class and is listed here."""

ANSWER_WITHIN_MS = 10_000
NAMESPACE_EXISTS = 48


def open_database(uri: str, name: str, *, answer_within_s: float | None = None) -> Database[dict[str, Any]]:
    """Return the database; writes are acknowledged by a majority and journalled, times come back in UTC.

    Nothing is sent until the first use; a server that does not answer then raises `ServerUnavailable`
    from the stores after ten seconds, or when a whole operation takes longer than `answer_within_s`.
    The caller closes it with `database.client.close()`; `opened_database` and `prepared_database` do so themselves.
    """
    try:
        client: MongoClient[dict[str, Any]] = MongoClient(
            uri,
            appname="segue",
            tz_aware=True,
            uuidRepresentation="standard",
            w="majority",
            journal=True,
            serverSelectionTimeoutMS=ANSWER_WITHIN_MS,
            timeoutMS=None if answer_within_s is None else int(answer_within_s * 1000),
        )
    except (ConfigurationError, ValueError) as error:
        raise BadSetting(f"{error}; check SEGUE_MONGO_URI") from error
    try:
        return client[name]
    except InvalidName as error:
        client.close()
        raise BadSetting(f"{error}; check SEGUE_MONGO_DATABASE") from error


@contextmanager
def opened_database(uri: str, name: str) -> Iterator[Database[dict[str, Any]]]:
    """Yield the database as `open_database` returns it, and close it."""
    database = open_database(uri, name)
    try:
        yield database
    finally:
        database.client.close()


@contextmanager
def prepared_database(uri: str, name: str) -> Iterator[Database[dict[str, Any]]]:
    """Yield the database with everything in it that segue needs, and close it."""
    with opened_database(uri, name) as database:
        prepare_database(database)
        yield database


def prepare_database(database: Database[dict[str, Any]], specs: Iterable[CollectionSpec] = SPECS) -> None:
    """Make what is missing: collections, their schemas, indexes, the schema version; a second call changes nothing."""
    with store_errors(f"database {database.name}"):
        existing = {each["name"]: each.get("options", {}) for each in database.list_collections()}
        for spec in specs:
            _prepare_collection(database, spec, existing.get(spec.name))
        migrate(database, known_migrations())


def _prepare_collection(
    database: Database[dict[str, Any]], spec: CollectionSpec, options: Mapping[str, Any] | None
) -> None:
    """Make the collection and its indexes, or change what is otherwise; `options` are those it has, None: none yet."""
    wanted: dict[str, Any] = {
        "validator": {"$jsonSchema": dict(spec.schema)},
        "validationLevel": "strict",
        "validationAction": "error",
    }
    if options is None:
        try:
            database.create_collection(spec.name, validator=wanted["validator"])
        except (CollectionInvalid, OperationFailure) as error:
            # Two processes may prepare the same new database at once; the other one was first.
            if isinstance(error, OperationFailure) and error.code != NAMESPACE_EXISTS:
                raise
    if options is None or any(options.get(name) != value for name, value in wanted.items()):
        database.command("collMod", spec.name, **wanted)
    if spec.indexes:
        _prepare_indexes(database[spec.name], spec)


def _prepare_indexes(collection: Collection[dict[str, Any]], spec: CollectionSpec) -> None:
    """Make the declared indexes; one that was declared otherwise by an older segue is replaced."""
    existing = {index["name"]: _declaration(index) for index in collection.list_indexes()}
    missing = [index for index in spec.indexes if existing.get(index.document["name"]) != _declaration(index.document)]
    for index in missing:
        if index.document["name"] in existing:
            collection.drop_index(index.document["name"])
    if missing:
        collection.create_indexes(missing)


def _declaration(index: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an index was declared with: its keys in their order, and its options."""
    added_by_server = ("v", "ns")
    return {name: value for name, value in index.items() if name not in added_by_server} | {
        "key": list(index["key"].items())
    }
