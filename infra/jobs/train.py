"""Publishes what training made, if it is not worse, and writes every run into the log that the lab shows."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import uuid4

import structlog

from infra.jobs.database import running_database
from infra.jobs.training_invocation import training_source
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.training.training_runs import MongoTrainingLog
from infra.stores.training.training_sources import MongoTrainingSources
from recommender.artifacts.manifest import Manifest
from recommender.artifacts.store import ArtifactStore
from recommender.clock import Clock, system_clock
from recommender.errors import BadArtifact
from recommender.prediction.ports import TrainingLog
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
    with running_database(settings) as database:
        runs = MongoTrainingLog(database)
        store = artifact_store(settings)
        manifest = logged_run(topic, train, store=store, runs=runs, force=force, source=source)
        if is_repeated and (how := training_source(topic)) is not None:
            MongoTrainingSources(database).put(how)
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
    monotonic: Callable[[], float] = time.monotonic,
) -> Manifest:
    """Train and publish once; the run is in the log whatever comes of it."""
    started_at, began = clock(), monotonic()
    trained: Trained | None = None
    try:
        trained = train()
        version = publish(topic, trained, store=store, force=force, train_seconds=monotonic() - began)
    except Exception as error:  # whatever it was, the run is logged, and the error goes on its way
        outcome = "not better" if isinstance(error, NotBetter) else "failed"
        runs.put(_run(topic, started_at, monotonic() - began, trained, source, outcome=outcome, message=str(error)))
        raise
    runs.put(_run(topic, started_at, monotonic() - began, trained, source, outcome="published", version=version))
    return store.manifest(topic, version)


def publish(
    topic: str, trained: Trained, *, store: ArtifactStore, force: bool = False, train_seconds: float = 0.0
) -> str:
    """Publish one trained version and point at it; returns its name."""
    if not force:
        require_not_worse(topic, trained, _current(store, topic))
    return store.publish(topic, partial(trained.write_version, train_seconds=train_seconds))


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
        metric=trained.headline.metric if trained else "",
        score=trained.score if trained else None,
        baseline=trained.baseline if trained else None,
    )
