"""`segue forget`: delete what is known of somebody."""

import click

from infra.logging import configure_logging
from infra.settings import Settings


@click.group("forget", short_help="Delete all that is known of one listener.")
@click.pass_obj
def command(settings: Settings) -> None:
    """Delete what is known of somebody."""
    configure_logging(settings)


@command.command("listener")
@click.argument("listener", metavar="LISTENER")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(settings: Settings, listener: str, yes: bool) -> None:
    """Delete all that is known of LISTENER, an id or the name of an account; there is no way back.

    The account is gone first, then events, history, plays, taste, likes, playlists and the queue. Counts of all
    listeners together stay.
    """
    from infra.commands.importing.listener_choice import chosen_listener
    from infra.jobs.database import running_database
    from infra.jobs.listener_data import forget_listener, known_listeners
    from recommender.errors import NotFound

    with running_database(settings) as database:
        listener_id = chosen_listener(listener, database, settings)
        known = known_listeners(database, listener_id)
        if not known:
            raise NotFound(f"nothing is known of a listener {listener}; `segue accounts list` shows names and ids")
        if not yes:
            click.confirm(f"Delete {', '.join(known)} of listener {listener_id} for good?", abort=True)
        counts = forget_listener(database, listener_id)
    for name, n in counts.items():
        if n:
            click.echo(f"{n:,} x {name} deleted")
    click.echo(
        "What stays until it is replaced: a model of this listener's plays in published versions (the next "
        "`segue train streams` has none), and events in Kafka, which deletes them after 30 days."
    )
