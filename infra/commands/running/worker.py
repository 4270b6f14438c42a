"""`segue worker`: run the stream handlers until told to stop."""

import faulthandler
import os
import signal
import time
from collections.abc import Sequence
from threading import Event, Thread

import click
import structlog

from infra.settings import Settings

HANDLERS = ("taste", "archive")
WATCH_EVERY_S = 5.0
MAX_SILENCE_S = 120.0
"""A loop that has not come round for so long will not: no wait in it is as long."""
MAX_STOP_S = 30.0
"""All waits at the end together are shorter."""
HEAR_SIGNALS_EVERY_S = 1.0
"""A wait without end is not always woken by a signal: then its handler is called only when the next one comes."""
HANGING = 70
"""Exit code of a process that ended itself because a handler was hanging, at work or at the stop."""


@click.command("worker")
@click.argument("handlers", nargs=-1, type=click.Choice(HANDLERS))
@click.option("--slot", default="0", show_default=True, help="A name for this worker, told by `segue status`.")
@click.pass_obj
def command(settings: Settings, handlers: tuple[str, ...], slot: str) -> None:
    """Run the stream handlers.

    HANDLERS are `taste` (folds activity into tastes and sends slates) and `archive` (keeps every event once and
    counts plays); both, each in its thread, when none is named.
    """
    from infra.logging import configure_logging
    from infra.servers.running import running_servers
    from infra.stores.database import open_database, prepare_database
    from infra.tasks import keep_running
    from infra.workers.wiring import make_worker

    if "taste" in (handlers or HANDLERS):
        import infra.workers.engine  # noqa: F401  # here: what is not installed would be looked for by a thread, for ever

    configure_logging(settings)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    with running_servers(settings, mongo=True, kafka=True) as addresses:
        database = open_database(addresses.mongo_uri, settings.mongo_database)
        prepare_database(database)

        def run(name: str) -> None:
            wired = make_worker(
                name, settings, bootstrap=addresses.kafka_bootstrap, database=database, slot=slot, stop=stop
            )
            wired.tasks.every(WATCH_EVERY_S, lambda: _end_if_hanging(wired.state.silent_s, name), name=f"watch-{name}")
            wired.run()

        def keep(name: str) -> None:
            keep_running(lambda: run(name), stop=stop, name=f"worker {name}")

        threads = [Thread(target=keep, args=(name,), name=name) for name in handlers or HANDLERS]
        for thread in threads:
            thread.start()
        Thread(target=_end_if_not_stopped, args=(threads, stop), name="watch-stop", daemon=True).start()
        for thread in threads:
            while thread.is_alive():
                thread.join(HEAR_SIGNALS_EVERY_S)
        database.client.close()


def _end_if_hanging(silent_s: float, name: str) -> None:
    """End the process when its loop hangs, so that whoever supervises it starts another."""
    if silent_s > MAX_SILENCE_S:
        structlog.get_logger(__name__).critical("worker_hung", handler=name, silent_s=round(silent_s))
        os._exit(HANGING)


def _end_if_not_stopped(threads: Sequence[Thread], stop: Event, *, within_s: float = MAX_STOP_S) -> None:
    """End a process whose handlers go on after the stop; what is not committed comes again."""
    stop.wait()
    ends = time.monotonic() + within_s
    for thread in threads:
        thread.join(max(ends - time.monotonic(), 0.0))
    if any(thread.is_alive() for thread in threads):
        structlog.get_logger(__name__).critical("worker_did_not_stop", within_s=within_s)
        faulthandler.dump_traceback(all_threads=True)
        os._exit(HANGING)
