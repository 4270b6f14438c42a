"""`segue demo`: everything at once."""

from collections.abc import Iterator
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

READY_WITHIN_S = 120
N_STEPS = 7
SIMULATED_LISTENERS = 40
"""Who listened before you, so that a fresh library has something popular; only where nobody has listened yet."""


@click.command()
@click.option(
    "--music", type=click.Path(exists=True, path_type=Path), help="Folder of music; else a starter library is fetched."
)
@click.pass_obj
def command(settings: Settings, music: Path | None) -> None:
    """Everything at once: music, analysis, index, servers, player; Ctrl-C stops all of it.

    Each step names the command that does it alone. What was done before is not done again.
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
        steps.done(steps.run("listening to the music; only what is new or changed", "ingest", str(folder)))
        if _index_is_current(settings, addresses):
            steps.begin("the index of what sounds alike is current")
        else:
            steps.run("finding out what sounds alike", "build", "index")
        if _map_is_current(settings):
            steps.begin("the map of the room is current")
        else:
            steps.run("laying the tracks out as a room", "build", "map")
        if _nobody_has_listened(settings, addresses):
            steps.run("making some listeners up", "simulate", "--listeners", str(SIMULATED_LISTENERS))
        else:
            steps.begin("there are listeners already")
        _serve(settings, servers, steps, console, stopped)
        console.print("stopping ...")


def _serve(settings: Settings, servers: list[Supervised], steps: Steps, console: Console, stopped: Stopped) -> None:
    services = services_of(settings)
    steps.begin("starting the player, two workers and the scheduler")
    with ExitStack() as stack:
        for service in services:
            stack.callback(service.stop)
            service.start()
        stack.callback(_ask_to_stop, services)  # all at once, before each is awaited
        supervisor = Supervisor([*servers, *services], say=partial(console.print, markup=False, soft_wrap=True))
        wait_until_ready(settings, tick=supervisor.tick, stopped=stopped, deadline_s=READY_WITHIN_S)
        console.print(f"\n[bold green]segue plays at {player_address(settings)}[/]   open it in a browser")
        console.print(
            f"Ctrl-C here stops everything; logs are in {settings.home.absolute() / 'logs'}\n", soft_wrap=True
        )
        supervisor.run(stopped)


def _ask_to_stop(services: list[SegueProcess]) -> None:
    for service in services:
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
