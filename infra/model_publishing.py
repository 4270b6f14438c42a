"""Publishes what training made, if it is not worse, and writes every run into the log that the lab shows."""

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from uuid import uuid4

import structlog

from infra.index_building import artifact_store
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from infra.stores.training_runs import MongoTrainingLog
from infra.stores.training_sources import MongoTrainingSources
from infra.training_invocation import training_source
from recommender.artifacts.manifest import Manifest
from recommender.artifacts.store import ArtifactStore
from recommender.clock import Clock, system_clock
from recommender.errors import BadArtifact
from recommender.ports import TrainingLog
from recommender.prediction.training import NotBetter, Trained, require_not_worse
from recommender.records import TrainingRun

_log = structlog.get_logger(__name__)


def train_and_publish(
    settings: Settings,
    topic: str,
    train: Callable[[], Trained],
    *,
    force: bool = False,
    source: str = "",
    is_repeated: bool = True,
) -> Manifest:
    """Train, publish and prune; MongoDB is started for as long as it takes, for the log of runs.

    `source` says in words what was trained on; how the running command did it is kept for `segue schedule`,
    unless `is_repeated` is off.
    Raises `NotBetter` when the version in use is better and `force` is not given, and whatever `train` raises; both
    are in the log as well.
    """
    with running_servers(settings, mongo=True) as servers:
        database = open_database(servers.mongo_uri, settings.mongo_database)
        try:
            prepare_database(database)
            runs = MongoTrainingLog(database)
            store = artifact_store(settings)
            manifest = logged_run(topic, train, store=store, runs=runs, force=force, source=source)
            if is_repeated and (how := training_source(topic)) is not None:
                MongoTrainingSources(database).put(how)
        finally:
            database.client.close()
    store.prune(topic, settings.artifacts_keep)
    return manifest


def logged_run(
    topic: str,
    train: Callable[[], Trained],
    *,
    store: ArtifactStore,
    runs: TrainingLog,
    force: bool = False,
    source: str = "",
    clock: Clock = system_clock,
) -> Manifest:
    """Train and publish once; the run is in the log whatever comes of it."""
    started_at, began = clock(), monotonic()
    trained: Trained | None = None
    try:
        trained = train()
        version = publish(trained, store=store, force=force)
    except Exception as error:  # whatever it was, the run is logged, and the error goes on its way
        outcome = "not better" if isinstance(error, NotBetter) else "failed"
        runs.put(_run(topic, started_at, monotonic() - began, trained, source, outcome=outcome, message=str(error)))
        raise
    runs.put(_run(topic, started_at, monotonic() - began, trained, source, outcome="published", version=version))
    return store.manifest(topic, version)


def publish(trained: Trained, *, store: ArtifactStore, force: bool = False) -> str:
    """Publish one trained version and point at it; returns its name."""
    if not force:
        require_not_worse(trained, _current(store, trained.topic))
    return store.publish(trained.topic, trained.written)


def _current(store: ArtifactStore, topic: str) -> Manifest | None:
    try:
        version = store.current(topic)
    except BadArtifact as error:
        _log.warning("current_version_broken", topic=topic, why=str(error))
        return None
    return store.manifest(topic, version) if version else None


def _run(
    topic: str,
    started_at: datetime,
    seconds: float,
    trained: Trained | None,
    source: str,
    *,
    outcome: str,
    version: str = "",
    message: str = "",
) -> TrainingRun:
    metric = trained.headline.metric if trained else ""
    return TrainingRun(
        run_id=uuid4().hex,
        topic=topic,
        started_at=started_at,
        seconds=round(seconds, 2),
        outcome=outcome,
        version=version,
        message=message[:2_000],
        source=source,
        n_rows=trained.n_rows if trained else 0,
        data_cutoff=trained.data_cutoff if trained else None,
        metric=metric,
        score=trained.scores[metric] if trained else None,
        baseline=trained.baselines[metric] if trained else None,
    )
