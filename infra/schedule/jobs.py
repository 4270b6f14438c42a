"""What the schedule does: index and map nightly, the own chart weekly, and every model that was trained once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from pymongo import DESCENDING
from pymongo.database import Database

from infra.invocation import segue_command
from infra.schedule.build_rules import Progress, due, map_due, sessions_due
from infra.schedule.child import run_in_child
from infra.schedule.file_times import newest_change
from infra.schedule.loop import Job
from infra.schedule.scan_jobs import ScanJobs
from infra.schedule.table_jobs import TableTrainingJobs
from infra.schedule.training_rules import WEEKLY, ModelState, charts_due, moods_due, retraining_due
from infra.settings import Settings
from infra.stores.charts.outside_charts import MongoOutsideCharts
from infra.stores.charts.weekly_charts import MongoWeeklyCharts
from infra.stores.libraries import MongoLibraryStore
from infra.stores.scans import MongoScanStore
from infra.stores.store_errors import store_errors
from infra.stores.training.table_trainings import MongoTableTrainings
from infra.stores.training.training_runs import MongoTrainingLog
from infra.stores.training.training_sources import MongoTrainingSources, TrainingSource
from recommender.artifacts.store import ArtifactStore
from recommender.catalogue.libraries.scans import is_awaited
from recommender.clock import system_clock
from recommender.prediction.library import moods as library_moods
from recommender.prediction.streams.windows import MIN_SPAN_DAYS
from recommender.room.map.config import map_is_current
from recommender.sequences.serving import artifact as sessions
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND

PLAYS = {"activity": "occurred_at", "history": "at"}
"""Where plays are kept, and when they were."""
MIN_WEEKS = 2
"""Weeks of charts before next week's can be asked for."""
MIN_PLAYS = 50
"""Plays before they are cut into sessions for the first time."""
MIN_DATED_TRACKS = 50
"""Tracks with a date before the library is asked for the careers of its artists."""


@dataclass(frozen=True, kw_only=True)
class ScheduledJobs:
    """Makes the jobs of this moment."""

    settings: Settings
    database: Database[dict[str, Any]]
    store: ArtifactStore
    at: time_of_day
    """Of the nightly build, local time."""
    stop: Event
    """Ends the job that is running, politely."""

    def __call__(self) -> Iterator[Job]:
        """Yield the index, the map of it, the own chart, the library's moods, and the models in order of their names.

        Models that were trained by hand are trained in the same way; those of what segue keeps without that, too.
        Scans of libraries and tables that were sent to the lab come first: somebody waits.
        """
        yield from self.of_libraries().jobs()
        yield from self._of_tables().jobs()
        yield self._job(("build", "index"), self._index_due)
        yield self._job(("build", "map"), self._map_due)
        yield self._job(("build", "charts"), self._charts_due)
        yield self._job(("build", "sessions"), self._sessions_due)
        yield self._job(("build", "moods"), self._moods_due)
        by_hand = {source.kind: source for source in MongoTrainingSources(self.database).all()}
        of_itself = {kind: TrainingSource(kind=kind, arguments=("train", kind), files=()) for kind in WEEKLY}
        for _, source in sorted((of_itself | by_hand).items()):
            name = ("train", source.kind)
            yield self._job(name, partial(self._retraining_due, source), arguments=source.arguments)

    def of_libraries(self) -> ScanJobs:
        """Return what makes jobs of the libraries that are to be scanned."""
        return ScanJobs(
            scans=MongoScanStore(self.database),
            libraries=MongoLibraryStore(self.database),
            logs=self._logs,
            run_child=partial(run_in_child, stop=self.stop),
            stop=self.stop,
            clock=system_clock,
        )

    def _of_tables(self) -> TableTrainingJobs:
        """Return what makes jobs of the tables that were sent to the lab."""
        return TableTrainingJobs(
            trainings=MongoTableTrainings(self.database),
            sources=MongoTrainingSources(self.database),
            logs=self._logs,
            run_child=partial(run_in_child, stop=self.stop),
            stop=self.stop,
        )

    @property
    def _logs(self) -> Path:
        return self.settings.home.absolute() / "logs"

    def _job(
        self,
        name: tuple[str, ...],
        why: Callable[[datetime, datetime | None], str],
        *,
        arguments: tuple[str, ...] | None = None,
    ) -> Job:
        log = self._logs / f"{'-'.join(name)}.log"
        command = segue_command(*(arguments or name))
        return Job(name=" ".join(name), why=why, run=partial(run_in_child, log, self.stop, command=command))

    def _index_due(self, now: datetime, last_tried: datetime | None) -> str:
        seen = progress(self.store, self.database, self.settings, last_tried=last_tried)
        return due(now.astimezone(), seen, at=self.at, new_share=self.settings.schedule_new_share)

    def _map_due(self, now: datetime, last_tried: datetime | None) -> str:
        return map_due(now, is_current=map_is_current(self.store), last_tried=last_tried)

    def _charts_due(self, now: datetime, last_tried: datetime | None) -> str:
        has_newer = MongoWeeklyCharts(self.database).has_uncounted(now)
        return charts_due(now, has_newer=has_newer, last_tried=last_tried)

    def _sessions_due(self, now: datetime, last_tried: datetime | None) -> str:
        made_at = _made_at(self.store, sessions.KIND)
        has_enough = made_at is None and _n(self.database, "plays", {}) >= MIN_PLAYS
        return sessions_due(now.astimezone(), made_at=made_at, has_enough=has_enough, last_tried=last_tried, at=self.at)

    def _moods_due(self, now: datetime, last_tried: datetime | None) -> str:
        made_at = _made_at(self.store, library_moods.KIND)
        models = [_made_at(self.store, kind) for kind in ("descriptors", "mood")]
        analysed = _newest(self.database, "features", "analysed_at", now)
        known = [moment for moment in (*models, analysed) if moment is not None]
        newest = max(known) if len(known) == len(models) + 1 else None
        return moods_due(now, made_at=made_at, newest=newest, last_tried=last_tried)

    def _retraining_due(self, source: TrainingSource, now: datetime, last_tried: datetime | None) -> str:
        runs = MongoTrainingLog(self.database).newest(1, source.kind)
        if not runs and not is_enough(self.database, source.kind, now):
            return ""
        state = ModelState(
            topic=source.kind,
            data_at=data_time(self.database, source, now),
            last_run=runs[0].started_at if runs else None,
        )
        return retraining_due(now, state, last_tried=last_tried)


def progress(
    store: ArtifactStore, database: Database[dict[str, Any]], settings: Settings, *, last_tried: datetime | None
) -> Progress:
    """Return how far the newest version of the index is behind the catalogue."""
    versions = store.versions(KIND)
    newest = versions[0] if versions else None
    wanted: dict[str, Any] = {"fingerprint": fingerprint(settings.analysed_middle_s)}
    if newest is not None and newest.data_cutoff is not None:
        wanted["analysed_at"] = {"$gt": newest.data_cutoff}
    cutoff = None if newest is None else newest.data_cutoff
    seen = [moment for moment in (cutoff, last_tried) if moment is not None]
    return Progress(
        last_build=None if newest is None else newest.created_at,
        n_indexed=0 if newest is None else newest.counts["tracks"],
        n_new=database["features"].count_documents(wanted),
        last_tried=last_tried,
        is_awaited=is_awaited(MongoScanStore(database).all(), since=max(seen, default=None)),
    )


def data_time(database: Database[dict[str, Any]], source: TrainingSource, now: datetime) -> datetime | None:
    """Return when the newest data of a model came, not later than `now`; None when there are none to train on."""
    files = [Path(file) for file in source.files]
    if not all(file.exists() for file in files):
        return None
    if source.kind == "charts":
        stored = (MongoWeeklyCharts(database).made_at(), MongoOutsideCharts(database).imported_at())
        times = [*(moment for moment in stored if moment is not None), *(newest_change(file) for file in files)]
        return max(times, default=None)
    if files:
        return newest_change(*files)
    if source.kind == "streams":
        heard = (_newest(database, *where, now) for where in PLAYS.items())
        return max((moment for moment in heard if moment is not None), default=None)
    return _newest(database, "tracks", "added_at", now)


def is_enough(database: Database[dict[str, Any]], topic: str, now: datetime) -> bool:
    """Return whether there may be enough for a first training that nobody asked for."""
    if topic == "charts":
        return any(_n(database, collection, {}) >= MIN_WEEKS for collection in ("chart_weeks", "outside_charts"))
    if topic == "streams":
        since = now - timedelta(days=MIN_SPAN_DAYS)
        return any(_n(database, collection, {field: {"$lte": since}}) for collection, field in PLAYS.items())
    return topic == "releases" and _n(database, "tracks", {"released_on": {"$exists": True}}) >= MIN_DATED_TRACKS


def _n(database: Database[dict[str, Any]], collection: str, wanted: dict[str, Any]) -> int:
    """Count the documents, as far as it matters."""
    with store_errors(collection):
        return database[collection].count_documents(wanted, limit=MIN_DATED_TRACKS)


def _made_at(store: ArtifactStore, kind: str) -> datetime | None:
    version = store.current(kind)
    return None if version is None else store.manifest(kind, version).created_at


def _newest(database: Database[dict[str, Any]], collection: str, field: str, now: datetime) -> datetime | None:
    with store_errors(collection):
        document = database[collection].find_one({field: {"$lte": now}}, {field: 1}, sort=[(field, DESCENDING)])
    moment: datetime | None = None if document is None else document[field]
    return None if moment is None else moment.astimezone(UTC)
