"""`segue doctor`: the checks that set-up makes, with versions."""

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from infra.disk_space import free_mb, full_disk
from infra.extras import normalise, packages_by_extra
from infra.home import home_troubles
from infra.servers import jars
from infra.servers.mongod import mongod_program
from infra.settings import Settings
from infra.setup.requirements import MIN_NODE, REQUIREMENTS, node_version
from infra.setup.system_packages import how_to_install
from recommender.errors import NotReady

EXTRAS = ("web", "worker", "etl", "spark", "train")
PACKAGES = ("pyspark", "soundfile", "annoy", "Flask-SocketIO", "confluent-kafka", "pymongo")
"""Whose versions are shown; what every process needs is required, the others come with an extra."""


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
    console = Console(highlight=False, width=None if Console().is_terminal else 160)
    console.print(table)
    if missing := [requirement for requirement in REQUIREMENTS if requirement.find() is None]:
        console.print(how_to_install(missing), markup=False)
    for trouble in _home_troubles(settings.home.absolute()):
        console.print(trouble, markup=False, soft_wrap=True)
    if any(check.found is None and check.need == "required" for check in checks):
        sys.exit(1)


def _checks(settings: Settings) -> Iterator[Check]:
    yield Check("home folder", _home(settings.home.absolute()), "required", "everything segue writes")
    for requirement in REQUIREMENTS:
        yield Check(requirement.name, requirement.find(), requirement.need, requirement.purpose)
    yield Check(f"Node {'.'.join(map(str, MIN_NODE))} or newer", node_version(), "required", "builds the player")
    yield Check("mongod", (settings.mongo_uri and "named by SEGUE_MONGO_URI") or _mongod(), "required", "the catalogue")
    for libraries in jars.ALL:
        coordinates = libraries.coordinates[0] if jars.is_resolved(libraries, settings) else None
        yield Check(f"Java libraries: {libraries.name}", coordinates, "required", "resolved by set-up")
    declared = packages_by_extra()  # of an installation before the extras: none of them
    for package in ("segue", *PACKAGES):
        extras = [extra for extra in EXTRAS if normalise(package) in declared.get(extra, frozenset())]
        purpose = f"Python package of the extra {' or '.join(extras)}" if extras else "Python package"
        yield Check(package, _version(package), "optional" if extras else "required", purpose)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _home(home: Path) -> str | None:
    """Return where it is and how much room it has; None when it cannot be used."""
    return None if any(_home_troubles(home)) else f"{home}, {free_mb(home) / 1000:,.1f} GB free"


def _home_troubles(home: Path) -> Iterator[str]:
    yield from home_troubles(home)
    if full := full_disk(home):
        yield full


def _mongod() -> str | None:
    try:
        return str(mongod_program())
    except NotReady:
        return None
