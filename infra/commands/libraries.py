"""`segue libraries`: the folders of music that are kept apart."""

from collections.abc import Mapping
from pathlib import Path

import click

from infra.invocation import as_called
from infra.jobs.database import running_database
from infra.jobs.libraries import add_folder, remove_library
from infra.settings import Settings
from infra.stores.accounts.opening import account_stores
from infra.stores.libraries import MongoLibraryStore
from infra.stores.library_files import MongoLibraryFiles
from infra.stores.scans import MongoScanStore
from recommender.accounts.choosing import listeners_named
from recommender.catalogue.libraries.folders import checked_name, find_library
from recommender.catalogue.libraries.records import Library
from recommender.catalogue.libraries.scans import Scan, last_scans
from recommender.clock import system_clock
from recommender.records import ListenerId

_UNBOUNDED = 10_000
"""Columns where nobody looks: a path is never cut when the output goes to a file or a pipe."""


@click.group("libraries")
def command() -> None:
    """List, add, rename and remove the folders of music, and say who sees them.

    `segue ingest FOLDER` makes a library of its folder. `segue schedule` scans libraries when their folders change.
    """


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Show every library with its folder, how much is in it, and its last scan."""
    from rich.console import Console
    from rich.table import Table

    with running_database(settings) as database:
        libraries, files = MongoLibraryStore(database).all(), MongoLibraryFiles(database)
        last = last_scans(MongoScanStore(database).all())
        names = {account.account_id: account.name for account in account_stores(database).accounts.all()}
        table = Table("name", "folder", "tracks", "rejected", "seen by", "watched", "last scan", "id", box=None)
        for library in libraries:
            counts = files.counts(library)
            watched, scan = "yes" if library.is_watched else "no", _words(last.get(library.library_id))
            about = (library.name, files.path_of(library), str(counts.n_tracks), str(counts.n_rejected))
            row = (*about, _seen_by(library, names), watched, scan)
            table.add_row(*(cell.replace("[", r"\[") for cell in row), library.library_id)
        has_more = files.has_music_outside(libraries)
    if libraries:
        console = Console()
        if not console.is_terminal:
            console = Console(width=_UNBOUNDED)
        console.print(table, highlight=False)
    else:
        click.echo("no libraries")
    if has_more:
        click.echo(as_called("there is music in no library; `segue ingest FOLDER` makes one of its folder"), err=True)


@command.command("add")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What people call it; default: the folder's name.")
@click.option("--show-to", "accounts", multiple=True, help="An account that sees it; without, everybody does.")
@click.option("--admins-only", is_flag=True, help="Nobody but the admins sees it, until `show-to` says otherwise.")
@click.pass_obj
def add(settings: Settings, folder: Path, name: str, accounts: tuple[str, ...], admins_only: bool) -> None:
    """Make a library of FOLDER and have it scanned."""
    if accounts and admins_only:
        raise click.UsageError("give --show-to or --admins-only, not both")
    with running_database(settings) as database:
        known = account_stores(database).accounts.all()
        visible_to = listeners_named(accounts, known) if accounts or admins_only else None
        library = add_folder(folder, MongoLibraryStore(database), system_clock(), name=name, visible_to=visible_to)
        MongoScanStore(database).ask(library.library_id, asked_by="command", now=system_clock())
    click.echo(as_called(f"“{library.name}” is added; `segue schedule` scans it, or `segue ingest` at once"))


@command.command("rename")
@click.argument("library")
@click.argument("name")
@click.pass_obj
def rename(settings: Settings, library: str, name: str) -> None:
    """Give LIBRARY, a name or an id, another NAME."""
    with running_database(settings) as database:
        store = MongoLibraryStore(database)
        found = find_library(library, store.all())
        others = [other for other in store.all() if other.library_id != found.library_id]
        new_name = checked_name(name, others)
        store.change(found.library_id, name=new_name)
    click.echo(f"“{found.name}” is called “{new_name}” now")


@command.command("show-to")
@click.argument("library")
@click.argument("accounts", nargs=-1)
@click.option("--everybody", is_flag=True, help="Show it to everybody again.")
@click.pass_obj
def show_to(settings: Settings, library: str, accounts: tuple[str, ...], everybody: bool) -> None:
    """Show LIBRARY, a name or an id, to these ACCOUNTS and the admins only, or to everybody."""
    if everybody == bool(accounts):
        raise click.UsageError("name the accounts that see it, or give --everybody")
    with running_database(settings) as database:
        store = MongoLibraryStore(database)
        found = find_library(library, store.all())
        known = account_stores(database).accounts.all()
        store.show_to(found.library_id, None if everybody else listeners_named(accounts, known))
    who = "everybody sees" if everybody else f"{', '.join(accounts)} and the admins see"
    click.echo(f"{who} “{found.name}” now")


@command.command("remove")
@click.argument("library")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(settings: Settings, library: str, yes: bool) -> None:
    """Forget LIBRARY, a name or an id: its tracks become missing, their analysis stays, no file is touched."""
    with running_database(settings) as database:
        found = find_library(library, MongoLibraryStore(database).all())
        n_tracks = MongoLibraryFiles(database).counts(found).n_tracks
        if not yes:
            click.confirm(f"Forget “{found.name}” and mark its {n_tracks} tracks missing?", abort=True, err=True)
        n_missing = remove_library(found, database)
    click.echo(f"“{found.name}” is removed; {n_missing} tracks are missing now")


def _seen_by(library: Library, names: Mapping[ListenerId, str]) -> str:
    if library.visible_to is None:
        return "everybody"
    return ", ".join(["admins", *(names.get(account_id, account_id) for account_id in library.visible_to)])


def _words(scan: Scan | None) -> str:
    if scan is None or scan.ended is None:
        return ""
    what = scan.message or (f"{scan.n_new} new" if scan.state == "done" else "")
    return f"{scan.ended.astimezone():%Y-%m-%d %H:%M} {scan.state}{f': {what}' if what else ''}"
