"""`segue schedule`: rebuild and retrain by themselves, when the data are new."""

import signal
import sys
from threading import Event

import click

from infra.build_schedule import parse_time
from infra.index_building import artifact_store
from infra.logging import configure_logging
from infra.scheduled_jobs import ScheduledJobs
from infra.scheduling import NOT_BETTER_EXIT, Schedule
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from recommender.clock import system_clock


@click.command()
@click.option("--once", is_flag=True, help="Look once, run what is due, and end; for cron.")
@click.pass_obj
def command(settings: Settings, once: bool) -> None:
    """Rebuild the index nightly, and sooner when much is new; count charts and retrain models on new data.

    The index: at SEGUE_SCHEDULE_AT, or when SEGUE_SCHEDULE_NEW_SHARE of the tracks are new. The own chart: an hour
    after each ISO week, UTC. A model that was trained once with `segue train` is trained again by the same command:
    charts, streams and releases once a week when their data are newer than the last run, the others when their files
    have changed; it is published only when it is not worse. Each job is a process of its own and writes to
    <home>/logs/, such as build-index.log; one that fails is logged and changes nothing.
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
            jobs = ScheduledJobs(settings=settings, database=database, store=artifact_store(settings), at=at, stop=stop)
            schedule = Schedule(jobs=jobs, clock=system_clock)
            if once:
                sys.exit(next((code for code in schedule.run_once().values() if code not in (0, NOT_BETTER_EXIT)), 0))
            schedule.run(stop)
        finally:
            database.client.close()
