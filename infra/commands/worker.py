"""`segue worker`: run the stream handlers until told to stop."""

import signal
import sys
from collections.abc import Callable
from threading import Event, Thread

import click
import structlog

from infra.settings import Settings

HANDLERS = ("taste", "archive")


@click.command("worker")
@click.argument("handlers", nargs=-1, type=click.Choice(HANDLERS))
@click.option("--slot", default="0", show_default=True, help="Tells workers of the same handler apart, one each.")
@click.pass_obj
def command(settings: Settings, handlers: tuple[str, ...], slot: str) -> None:
    """Run the stream handlers.

    HANDLERS are `taste` (folds activity into tastes and sends slates) and `archive` (keeps every event once and
    counts plays); both, each in its thread, when none is named.
    """
    from infra.engine_wiring import tune_for_latency
    from infra.logging import configure_logging
    from infra.servers.running import running_servers
    from infra.stores.database import open_database, prepare_database
    from infra.worker_wiring import make_worker

    configure_logging(settings)
    tune_for_latency()
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    failed: list[str] = []
    with running_servers(settings, mongo=True, kafka=True) as addresses:
        database = open_database(addresses.mongo_uri, settings.mongo_database)
        prepare_database(database)
        threads = []
        for name in handlers or HANDLERS:
            worker = make_worker(
                name, settings, bootstrap=addresses.kafka_bootstrap, database=database, slot=slot, stop=stop
            )
            threads.append(Thread(target=_run, args=(name, worker.run, stop, failed), name=name))
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(timeout=0.5)
        database.client.close()
    if failed:
        sys.exit(1)


def _run(name: str, run: Callable[[], None], stop: Event, failed: list[str]) -> None:
    try:
        run()
    except Exception:  # one handler's end ends the process: half a worker would go unnoticed
        structlog.get_logger("worker").exception("worker.failed", handler=name)
        failed.append(name)
        stop.set()
