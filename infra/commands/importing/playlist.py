"""`segue import playlist`: a playlist from a file."""

from pathlib import Path
from typing import Any

import click
from pymongo.database import Database

from infra.settings import Settings
from recommender.records import ListenerId


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--listener", help="Whose playlist it becomes; without it, the only listener there is.")
@click.option("--time-zone", default="UTC", show_default=True, help="Where days begin, for the rules of an .nsp.")
@click.pass_obj
def command(settings: Settings, file: Path, listener: str | None, time_zone: str) -> None:
    """Make a playlist of FILE: M3U8, XSPF or JSPF; or a smart playlist of Navidrome's .nsp.

    Tracks are found by their paths, relative ones from FILE's folder on, else by artist and title. What the library
    does not have is kept, and found when it has it. The same file twice makes two playlists.
    """
    from infra.commands.importing.listener_choice import chosen_listener
    from infra.jobs.database import running_database
    from infra.jobs.playlist_files import is_smart

    with running_database(settings) as database:
        owner = chosen_listener(listener, database, settings, what="playlist")
        if is_smart(file):
            _import_smart(file, database, owner, time_zone=time_zone)
        else:
            _import(file, database, owner)


def _import(file: Path, database: Database[dict[str, Any]], owner: ListenerId) -> None:
    from infra.jobs.playlist_files import import_playlist
    from infra.stores.playlists.playlists import MongoPlaylistStore
    from infra.stores.tracks import MongoTrackStore

    playlist, n_missing = import_playlist(file, MongoPlaylistStore(database), MongoTrackStore(database).scan(), owner)
    n_entries = len(playlist.entries)
    click.echo(f"{playlist.name}: {n_entries - n_missing:,} of {n_entries:,} entries are in the library")
    if n_missing:
        click.echo("the others are kept by name, and found when the library has them")
    click.echo(f"playlist {playlist.playlist_id} of listener {owner}")


def _import_smart(file: Path, database: Database[dict[str, Any]], owner: ListenerId, *, time_zone: str) -> None:
    from infra.jobs.playlist_files import import_smart_playlist
    from infra.stores.playlists.smart_playlists import MongoSmartPlaylistStore

    playlist = import_smart_playlist(file, MongoSmartPlaylistStore(database), owner, time_zone=time_zone)
    click.echo(f"{playlist.name}: what its rules find is shown by the player")
    click.echo(f"smart playlist {playlist.playlist_id} of listener {owner}")
