"""`segue demo`: everything at once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from infra.commands.running.demo_steps import (
    Steps,
    Stopped,
    Told,
    player_address,
    scheduler_of,
    services_of,
    starter_music,
    wait_until_ready,
)
from infra.servers.all_servers import embedded_servers
from infra.servers.embedded import AlreadyRunning
from infra.servers.listening_port import require_free
from infra.servers.running import ServerAddresses, running_servers
from infra.servers.segue_process import SegueProcess
from infra.servers.stop_signal import stop_requested
from infra.servers.supervisor import Supervised, Supervisor
from infra.settings import Settings
from recommender.errors import SegueError

READY_WITHIN_S = 120
TAKEN_UP_WITHIN_S = 60
N_STEPS = 9
ALL_IS_DONE = "all is done"
GOES_ON = "the player goes on; the scheduler tries again, as does this command when it is stopped and started again"
SIMULATED_LISTENERS = 40
"""Who listened before you, so that a fresh library has something popular; only where nobody has listened yet."""


@click.command()
@click.option(
    "--music", type=click.Path(exists=True, path_type=Path), help="Folder of music; else a starter library is fetched."
)
@click.pass_obj
def command(settings: Settings, music: Path | None) -> None:
    """Everything at once: music, analysis, index, servers, player; Ctrl-C stops all of it.

    The player starts as soon as the tags are read; the sound is analysed behind it. Each step names the command that
    does it alone. What was done before is not done again.
    """
    console = Console(highlight=False)
    require_free(settings.web_port, server="the player", setting="SEGUE_WEB_PORT")
    with stop_requested() as stopped:
        try:
            _run(settings, music, console, stopped)
        except Told:
            console.print("stopped; the same command goes on from here")
            return
    console.print("stopped")


def _run(settings: Settings, music: Path | None, console: Console, stopped: Stopped) -> None:
    logs = settings.home.absolute() / "logs"
    steps = Steps(console, total=N_STEPS - (music is not None), logs=logs, stopped=stopped)
    folder = music or starter_music(steps)
    with _servers(settings, steps) as (addresses, servers):
        steps.done(steps.run("reading the tags of what is new or changed", "ingest", "--tags-only", str(folder)))
        # Before anybody can play: whoever has listened is not mixed with listeners made up.
        if _nobody_has_listened(settings, addresses):
            steps.run("making some listeners up", "simulate", "--listeners", str(SIMULATED_LISTENERS))
        else:
            steps.begin("there are listeners already")
        supervisor = Supervisor(servers, say=partial(console.print, markup=False, soft_wrap=True))
        steps.meanwhile = supervisor.tick
        with _running(supervisor) as start:
            steps.begin("starting the player and two workers")
            start(services_of(settings))
            wait_until_ready(settings, but=("index",), tick=supervisor.tick, stopped=stopped, deadline_s=READY_WITHIN_S)
            console.print(f"\n[bold green]segue plays at {player_address(settings)}[/]   open it in a browser")
            console.print(f"Ctrl-C here stops everything; logs are in {logs}\n", soft_wrap=True)

            def await_index() -> None:
                wait_until_ready(settings, tick=supervisor.tick, stopped=stopped, deadline_s=TAKEN_UP_WITHIN_S)

            # From here on somebody may be listening: what fails is said and ends nothing.
            failure = _failure_of(lambda: _analyse(settings, addresses, folder, steps))
            steps.begin("starting the scheduler")
            start([scheduler_of(settings)])  # now: it would scan and build what the steps before did
            failure = failure or _failure_of(await_index)
            outcome = f"{failure}\n{GOES_ON}" if failure else f"{ALL_IS_DONE}; the player has taken it up"
            console.print(f"\n{outcome}\n", markup=False, soft_wrap=True)
            supervisor.run(stopped)
        console.print("stopping ...")


def _failure_of(step: Callable[[], None]) -> str:
    """Return why a step failed; empty when it did not."""
    try:
        step()
    except SegueError as error:
        return str(error)
    return ""


def _analyse(settings: Settings, addresses: ServerAddresses, folder: Path, steps: Steps) -> None:
    """Analyse the sound, and build what comes of it, while the player runs and takes up each when it is there."""
    steps.done(steps.run("listening to what is not analysed; the player shows how far it is", "ingest", str(folder)))
    if _index_is_current(settings, addresses):
        steps.begin("the index of what sounds alike is current")
    else:
        steps.run("finding out what sounds alike", "build", "index")
    if _map_is_current(settings):
        steps.begin("the map of the room is current")
    else:
        steps.run("laying the tracks out as a room", "build", "map")


@contextmanager
def _running(supervisor: Supervisor) -> Iterator[Callable[[Sequence[SegueProcess]], None]]:
    """Yield what starts services and has them supervised; at the end all are stopped."""
    with ExitStack() as stack:
        started: list[SegueProcess] = []

        def start(services: Sequence[SegueProcess]) -> None:
            for service in services:
                stack.callback(service.stop)
                started.append(service)
                service.start()
                supervisor.watch(service)

        try:
            yield start
        finally:
            for service in started:  # all at once, before each is awaited
                service.ask_to_stop()


@contextmanager
def _servers(settings: Settings, steps: Steps) -> Iterator[tuple[ServerAddresses, list[Supervised]]]:
    """Own the servers, or use those of a `segue up` that runs already."""
    with ExitStack() as stack:
        try:
            steps.begin("starting MongoDB and Kafka", command="up")
            addresses, owned = stack.enter_context(embedded_servers(settings))
        except AlreadyRunning:
            addresses = stack.enter_context(running_servers(settings, mongo=True, kafka=True))
            owned = []
        yield addresses, [*owned]


def _index_is_current(settings: Settings, addresses: ServerAddresses) -> bool:
    from infra.jobs.builds.index_freshness import index_is_current
    from infra.stores.artifacts import artifact_store

    with _database(settings, addresses) as database:
        return index_is_current(database, artifact_store(settings))


def _map_is_current(settings: Settings) -> bool:
    from infra.stores.artifacts import artifact_store
    from recommender.room.map.config import map_is_current

    return map_is_current(artifact_store(settings))


def _nobody_has_listened(settings: Settings, addresses: ServerAddresses) -> bool:
    with _database(settings, addresses) as database:
        return database["activity"].find_one({}, {"_id": 1}) is None


@contextmanager
def _database(settings: Settings, addresses: ServerAddresses) -> Iterator[Any]:
    from infra.stores.database import opened_database

    with opened_database(addresses.mongo_uri, settings.mongo_database) as database:
        yield database
