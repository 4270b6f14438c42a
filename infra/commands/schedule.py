"""`segue schedule`: rebuild nightly, and sooner when much is new."""

import signal
import sys
from functools import partial
from threading import Event
from typing import Any

import click
from pymongo.database import Database

from infra.build_schedule import Progress, Schedule, build_in_child, parse_time
from infra.index_building import artifact_store
from infra.logging import configure_logging
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from recommender.artifacts.store import ArtifactStore
from recommender.clock import system_clock
from recommender.similarity.features import fingerprint
from recommender.similarity.track_index import KIND


@click.command()
@click.option("--once", is_flag=True, help="Look once, build if a build is due, and end; for cron.")
@click.pass_obj
def command(settings: Settings, once: bool) -> None:
    """Rebuild the index nightly, and sooner when much is new.

    The time is SEGUE_SCHEDULE_AT, the share of new tracks SEGUE_SCHEDULE_NEW_SHARE. Each build is a process of its
    own and writes to <home>/logs/build-index.log; one that fails is logged and changes nothing.
    """
    configure_logging(settings)
    at = parse_time(settings.schedule_at)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with running_servers(settings, mongo=True) as servers:
        database = open_database(servers.mongo_uri, settings.mongo_database)
        try:
            prepare_database(database)
            schedule = Schedule(
                at=at,
                new_share=settings.schedule_new_share,
                look=partial(progress, artifact_store(settings), database, settings),
                build=partial(build_in_child, settings.home.absolute() / "logs" / "build-index.log", stop),
                clock=system_clock,
            )
            if once:
                sys.exit(schedule.run_once() or 0)
            schedule.run(stop)
        finally:
            database.client.close()


def progress(store: ArtifactStore, database: Database[dict[str, Any]], settings: Settings) -> Progress:
    """Return how far the newest version is behind the catalogue."""
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
