"""`segue schedule`: rebuild and retrain by themselves, when the data are new."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

import click
from pymongo.database import Database

from infra.invocation import NOT_BETTER_EXIT
from infra.jobs.database import running_database
from infra.logging import configure_logging
from infra.schedule.build_rules import parse_time
from infra.schedule.jobs import ScheduledJobs
from infra.schedule.loop import Schedule
from infra.schedule.watching import LOOK_EVERY_S, LibraryWatches
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.heartbeats import BEAT_EVERY_S, Heartbeat, MongoHeartbeats
from infra.stores.libraries import MongoLibraryStore
from infra.stores.scans import MongoScanStore
from infra.stores.training.table_trainings import MongoTableTrainings
from infra.tasks import Tasks, repeat_every
from recommender.clock import system_clock
from recommender.errors import ServerUnavailable

ROLE = "schedule"


@contextmanager
def _keep_beating(heartbeats: MongoHeartbeats) -> Iterator[None]:
    """Tell that the schedule runs, for as long as it does."""
    host = socket.gethostname()
    beat = Heartbeat(process=f"{ROLE}/{host}/{os.getpid()}", role=ROLE, host=host, trouble="", figures={})
    tasks = Tasks()
    tasks.every(BEAT_EVERY_S, lambda: heartbeats.beat(beat), name="heartbeat-schedule", at_once=True)
    try:
        yield
    finally:
        tasks.end()
        with suppress(ServerUnavailable):
            heartbeats.end(beat.process)


@contextmanager
def _keep_watching(settings: Settings, database: Database[dict[str, Any]]) -> Iterator[None]:
    """Watch the folders of the libraries, unless that is switched off."""
    if settings.watch == "off":
        yield
        return
    libraries, scans = MongoLibraryStore(database), MongoScanStore(database)
    watches = LibraryWatches(libraries=libraries, scans=scans, clock=system_clock, polls=settings.watch_polling)
    stop = Event()
    repeat_every(LOOK_EVERY_S, watches.look, name="watch-libraries", stop=stop, at_once=True, at_end=watches.end)
    try:
        yield
    finally:
        stop.set()


@click.command()
@click.option("--once", is_flag=True, help="Look once, run what is due, and end; for cron.")
@click.pass_obj
def command(settings: Settings, once: bool) -> None:
    """Scan libraries, rebuild the index nightly and when much is new; count charts and retrain models on new data.

    Libraries: when somebody asks, and when their folders change (SEGUE_WATCH). The index: at SEGUE_SCHEDULE_AT, when
    SEGUE_SCHEDULE_NEW_SHARE of the tracks are new, or when somebody waits for one. The sessions: at SEGUE_SCHEDULE_AT.
    The own chart: an hour after each ISO week, UTC. A table that was sent to the lab: at once. A model that was trained
    once with `segue train` is trained again by the same command: charts, streams and releases once a week when their
    data are newer than the last run, the others when their files have changed; it is published only when it is not
    worse. Each job is a process of its own and writes to <home>/logs/, such as build-index.log; one that fails is
    logged and changes nothing.
    """
    configure_logging(settings)
    at = parse_time(settings.schedule_at)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with running_database(settings) as database:
        jobs = ScheduledJobs(settings=settings, database=database, store=artifact_store(settings), at=at, stop=stop)
        tables, scans = MongoTableTrainings(database), jobs.of_libraries()
        schedule = Schedule(jobs=jobs, clock=system_clock, is_wanted=lambda: tables.are_due() or scans.are_due())
        if once:
            codes = schedule.run_once(stop).values()
            sys.exit(next((code for code in codes if code not in (0, NOT_BETTER_EXIT)), 0))
        with _keep_beating(MongoHeartbeats(database, settings.cell)), _keep_watching(settings, database):
            schedule.run(stop)
