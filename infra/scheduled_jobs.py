"""What the schedule does: the index nightly, the own chart weekly, and every model that was trained once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from pymongo import DESCENDING
from pymongo.database import Database

from infra.build_schedule import Progress, due
from infra.file_times import newest_change
from infra.retraining import ModelState, charts_due, moods_due, retraining_due
from infra.scheduling import Job, run_in_child, segue_command
from infra.settings import Settings
from infra.stores.outside_charts import MongoOutsideCharts
from infra.stores.store_errors import store_errors
from infra.stores.training_runs import MongoTrainingLog
from infra.stores.training_sources import MongoTrainingSources, TrainingSource
from infra.stores.weekly_charts import MongoWeeklyCharts
from recommender.artifacts.store import ArtifactStore
from recommender.prediction.mood import library_moods
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND


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
        """Yield the index, the own chart, the library's moods, and the models in order of their names."""
        yield self._job(("build", "index"), self._index_due)
        yield self._job(("build", "charts"), self._charts_due)
        yield self._job(("build", "moods"), self._moods_due)
        for source in MongoTrainingSources(self.database).all():
            name = ("train", source.kind)
            yield self._job(name, partial(self._retraining_due, source), arguments=source.arguments)

    def _job(
        self,
        name: tuple[str, ...],
        why: Callable[[datetime, datetime | None], str],
        *,
        arguments: tuple[str, ...] | None = None,
    ) -> Job:
        log = self.settings.home.absolute() / "logs" / f"{'-'.join(name)}.log"
        command = segue_command(*(arguments or name))
        return Job(name=" ".join(name), why=why, run=partial(run_in_child, log, self.stop, command=command))

    def _index_due(self, now: datetime, last_tried: datetime | None) -> str:
        seen = replace(progress(self.store, self.database, self.settings), last_tried=last_tried)
        return due(now.astimezone(), seen, at=self.at, new_share=self.settings.schedule_new_share)

    def _charts_due(self, now: datetime, last_tried: datetime | None) -> str:
        has_newer = MongoWeeklyCharts(self.database).has_uncounted(now)
        return charts_due(now, has_newer=has_newer, last_tried=last_tried)

    def _moods_due(self, now: datetime, last_tried: datetime | None) -> str:
        made_at = _made_at(self.store, library_moods.KIND)
        models = [_made_at(self.store, each) for each in ("descriptors", "mood")]
        analysed = _newest(self.database, "features", "analysed_at", now)
        known = [each for each in (*models, analysed) if each is not None]
        newest = max(known) if len(known) == len(models) + 1 else None
        return moods_due(now, made_at=made_at, newest=newest, last_tried=last_tried)

    def _retraining_due(self, source: TrainingSource, now: datetime, last_tried: datetime | None) -> str:
        runs = MongoTrainingLog(self.database).newest(1, source.kind)
        state = ModelState(
            topic=source.kind,
            data_at=data_time(self.database, source, now),
            last_run=runs[0].started_at if runs else None,
        )
        return retraining_due(now, state, last_tried=last_tried)


def progress(store: ArtifactStore, database: Database[dict[str, Any]], settings: Settings) -> Progress:
    """Return how far the newest version of the index is behind the catalogue."""
    versions = store.versions(KIND)
    newest = versions[0] if versions else None
    wanted: dict[str, Any] = {"fingerprint": fingerprint(settings.analysed_middle_s)}
    if newest is not None and newest.data_cutoff is not None:
        wanted["analysed_at"] = {"$gt": newest.data_cutoff}
    return Progress(
        last_build=None if newest is None else newest.created_at,
        n_indexed=0 if newest is None else newest.counts["tracks"],
        n_new=database["features"].count_documents(wanted),
    )


def data_time(database: Database[dict[str, Any]], source: TrainingSource, now: datetime) -> datetime | None:
    """Return when the newest data of a model came, not later than `now`; None when there are none to train on."""
    files = [Path(each) for each in source.files]
    if not all(each.exists() for each in files):
        return None
    if source.kind == "charts":
        stored = (MongoWeeklyCharts(database).made_at(), MongoOutsideCharts(database).imported_at())
        times = [*(each for each in stored if each is not None), *(newest_change(each) for each in files)]
        return max(times, default=None)
    if files:
        return newest_change(*files)
    if source.kind == "streams":
        return _newest(database, "activity", "occurred_at", now)
    return _newest(database, "tracks", "added_at", now)


def _made_at(store: ArtifactStore, kind: str) -> datetime | None:
    version = store.current(kind)
    return None if version is None else store.manifest(kind, version).created_at


def _newest(database: Database[dict[str, Any]], collection: str, field: str, now: datetime) -> datetime | None:
    with store_errors(collection):
        found = database[collection].find_one({field: {"$lte": now}}, {field: 1}, sort=[(field, DESCENDING)])
    moment: datetime | None = None if found is None else found[field]
    return None if moment is None else moment.astimezone(UTC)
