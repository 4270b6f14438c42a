"""`segue doctor`: the checks that set-up makes, with versions."""

import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import NamedTuple

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from infra.servers import jars
from infra.servers.mongod import mongod_program
from infra.settings import Settings
from infra.setup.requirements import NODE_AT_LEAST, REQUIREMENTS, node_version
from infra.setup.system_packages import how_to_install
from recommender.errors import NotReady


class Check(NamedTuple):
    """One line of the table; `found` None means it lacks."""

    name: str
    found: str | None
    need: str
    purpose: str


@click.command()
@click.pass_obj
def command(settings: Settings) -> None:
    """Check the machine and print versions; exit 1 when something required lacks."""
    checks = list(_checks(settings))
    table = Table("", "found", "need", "for", title="segue doctor", title_justify="left")
    for check in checks:
        mark = "[green]ok[/]" if check.found else ("[red]lacks[/]" if check.need == "required" else "[yellow]lacks[/]")
        table.add_row(check.name, escape(check.found or "") or mark, check.need, check.purpose)
    console = Console(highlight=False)
    console.print(table)
    if missing := [each for each in REQUIREMENTS if each.found() is None]:
        console.print(how_to_install(missing), markup=False)
    if any(check.found is None and check.need == "required" for check in checks):
        sys.exit(1)


def _checks(settings: Settings) -> Iterator[Check]:
    for each in REQUIREMENTS:
        yield Check(each.name, each.found(), each.need, each.purpose)
    yield Check(f"Node {'.'.join(map(str, NODE_AT_LEAST))} or newer", node_version(), "required", "builds the player")
    yield Check("mongod", (settings.mongo_uri and "named by SEGUE_MONGO_URI") or _mongod(), "required", "the catalogue")
    for libraries in jars.ALL:
        found = libraries.coordinates[0] if jars.is_resolved(libraries, settings) else None
        yield Check(f"Java libraries: {libraries.name}", found, "required", "resolved by set-up")
    for package in ("segue", "pyspark", "librosa", "annoy", "Flask-SocketIO", "kafka-python", "pymongo"):
        yield Check(package, version(package), "required", "Python package")


def _mongod() -> str | None:
    try:
        return str(mongod_program())
    except NotReady:
        return None
