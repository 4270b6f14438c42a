"""`segue demo`: everything at once."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from infra.demo_steps import (
    Stopped,
    Told,
    player_address,
    run_step,
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
SIMULATED_LISTENERS = 40
"""Who listened before you, so that a fresh library has something popular; only where nobody has listened yet."""


@click.command()
@click.option(
    "--music", type=click.Path(exists=True, path_type=Path), help="Folder of music; else a starter library is fetched."
)
@click.pass_obj
def command(settings: Settings, music: Path | None) -> None:
    """Everything at once: music, analysis, index, servers, player; Ctrl-C stops all of it.

    Each step is the command that it prints, so each can be typed alone. What was done before is not done again.
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
    folder = music or starter_music(console, stopped)
    with _servers(settings, console) as (addresses, servers):
        run_step("ingest", str(folder), console=console, stopped=stopped)
        if _index_is_current(settings, addresses):
            console.print("the index is current")
        else:
            run_step("build", "index", console=console, stopped=stopped)
        if _nobody_has_listened(settings, addresses):
            run_step("simulate", "--listeners", str(SIMULATED_LISTENERS), console=console, stopped=stopped)
        _serve(settings, servers, console, stopped)
        console.print("stopping ...")


def _serve(settings: Settings, servers: list[Supervised], console: Console, stopped: Stopped) -> None:
    services = services_of(settings)
    with ExitStack() as stack:
        for service in services:
            console.print(f"[bold]$ {service.name}[/]  log: {service.log}")
            stack.callback(service.stop)
            service.start()
        stack.callback(_ask_to_stop, services)  # all at once, before each is awaited
        supervisor = Supervisor([*servers, *services], say=console.print)
        wait_until_ready(settings, tick=supervisor.tick, stopped=stopped, deadline_s=READY_WITHIN_S)
        console.print(f"\n[bold green]segue plays at {player_address(settings)}[/]   Ctrl-C stops it\n")
        supervisor.run(stopped)


def _ask_to_stop(services: list[SegueProcess]) -> None:
    for service in services:
        service.ask_to_stop()


@contextmanager
def _servers(settings: Settings, console: Console) -> Iterator[tuple[ServerAddresses, list[Supervised]]]:
    """Own the servers, or use those of a `segue up` that runs already."""
    with ExitStack() as stack:
        try:
            console.print("[bold]$ segue up[/]")
            addresses, owned = stack.enter_context(embedded_servers(settings))
        except AlreadyRunning:
            addresses = stack.enter_context(running_servers(settings, mongo=True, kafka=True))
            owned = []
        yield addresses, [*owned]


def _index_is_current(settings: Settings, addresses: ServerAddresses) -> bool:
    from infra.index_building import artifact_store
    from infra.index_freshness import index_is_current

    with _database(settings, addresses) as database:
        return index_is_current(database, artifact_store(settings))


def _nobody_has_listened(settings: Settings, addresses: ServerAddresses) -> bool:
    with _database(settings, addresses) as database:
        return database["activity"].find_one({}, {"_id": 1}) is None


@contextmanager
def _database(settings: Settings, addresses: ServerAddresses) -> Iterator[Any]:
    from infra.stores.database import open_database

    database = open_database(addresses.mongo_uri, settings.mongo_database)
    try:
        yield database
    finally:
        database.client.close()
