"""`segue export playlist`: a playlist into a file."""

from functools import partial
from pathlib import Path
from typing import Any

import click
from pymongo.database import Database

from infra.settings import Settings
from recommender.playlists.records import PlaylistId
from recommender.records import ListenerId


@click.command()
@click.argument("playlist_id", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--listener", help="Who asks: the owner, a collaborator, or anybody for a public one.")
@click.option("--absolute", is_flag=True, help="Write whole paths, not those relative to FILE's folder.")
@click.pass_obj
def command(settings: Settings, playlist_id: str, file: Path, listener: str | None, absolute: bool) -> None:
    """Write playlist ID, as its page's address shows it, to FILE, a new .m3u8, .xspf or .jspf; .nsp of a smart one.

    What the library does not have is written as it was imported.
    """
    from infra.commands.importing.listener_choice import chosen_listener
    from infra.jobs.database import running_database
    from infra.jobs.playlist_files import format_of, is_smart

    if not is_smart(file):
        format_of(file)
    with running_database(settings) as database:
        reader = chosen_listener(listener, database, settings, what="playlist")
        export = _export_smart if is_smart(file) else partial(_export, has_whole_paths=absolute)
        click.echo(f"{file}: {export(PlaylistId(playlist_id), file, database, reader)}")


def _export(
    playlist_id: PlaylistId,
    file: Path,
    database: Database[dict[str, Any]],
    reader: ListenerId,
    *,
    has_whole_paths: bool,
) -> str:
    from infra.jobs.playlist_files import export_playlist
    from infra.stores.playlists.playlists import MongoPlaylistStore
    from infra.stores.tracks import MongoTrackStore
    from recommender.playlists import editing

    playlist = editing.read(MongoPlaylistStore(database), playlist_id, reader=reader)
    export_playlist(playlist, file, MongoTrackStore(database).scan(), has_whole_paths=has_whole_paths)
    return f"{len(playlist.shown):,} entries of {playlist.name}"


def _export_smart(playlist_id: PlaylistId, file: Path, database: Database[dict[str, Any]], reader: ListenerId) -> str:
    from infra.jobs.playlist_files import export_smart_playlist
    from infra.stores.playlists.smart_playlists import MongoSmartPlaylistStore
    from recommender.playlists.smart import keeping

    playlist = keeping.read(MongoSmartPlaylistStore(database), playlist_id, reader=reader)
    export_smart_playlist(playlist, file)
    return f"the rules of {playlist.name}"
