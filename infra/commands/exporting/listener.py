"""`segue export listener`: all that is known of one listener."""

from pathlib import Path

import click

from infra.settings import Settings


@click.command()
@click.argument("listener", metavar="LISTENER")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def command(settings: Settings, listener: str, file: Path) -> None:
    """Write all that is known of LISTENER, an id or the name of an account, to FILE, a new one: JSON.

    Events, history, plays, taste, likes, playlists, the queue, the account; not the hashes of what lets in.
    """
    from infra.commands.importing.listener_choice import chosen_listener
    from infra.jobs.database import running_database
    from infra.jobs.listener_data import known_listeners, write_listener
    from recommender.errors import BadInput, NotFound

    with running_database(settings) as database:
        listener_id = chosen_listener(listener, database, settings)
        if not known_listeners(database, listener_id):
            raise NotFound(f"nothing is known of a listener {listener}; `segue accounts list` shows names and ids")
        try:
            with file.open("xb") as out:
                file.chmod(0o600)
                counts = write_listener(database, listener_id, out)
        except FileExistsError as error:
            raise BadInput(f"{file} is there already; choose another name") from error
    for name, n in counts.items():
        if n:
            click.echo(f"{n:,} x {name}", err=True)
    click.echo(str(file))
