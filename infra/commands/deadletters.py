"""`segue deadletters`: messages that could not be handled, to see and to try again."""

import click

from infra.settings import Settings

PREVIEW_BYTES = 60


@click.group("deadletters")
def command() -> None:
    """List or replay messages that could not be handled."""


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Show each dead letter with its reason."""
    from rich.console import Console
    from rich.table import Table

    from infra.servers.running import running_servers
    from streaming.dead_letter_replay import list_letters
    from streaming.topics import Topics

    with running_servers(settings, mongo=False, kafka=True) as addresses:
        letters = list_letters(addresses.kafka_bootstrap, Topics(settings.cell).activity)
    if not letters:
        click.echo("no dead letters")
        return
    table = Table("when", "place", "handlers", "reason", "message")
    for letter in letters:
        position = f"{letter.partition}:{letter.offset}"
        preview = repr((letter.value or b"")[:PREVIEW_BYTES])
        when = letter.buried_at.isoformat(timespec="seconds")
        table.add_row(when, position, ", ".join(letter.handlers), letter.reason, preview)
    Console().print(table)


@command.command("replay")
@click.pass_obj
def replay(settings: Settings) -> None:
    """Send the dead letters that were not replayed before to their topic again, byte for byte.

    A message is handled again only by the handlers that could not handle it.
    """
    from infra.servers.running import running_servers
    from streaming.dead_letter_replay import replayed
    from streaming.producer import open_producer
    from streaming.topics import Topics

    with running_servers(settings, mongo=False, kafka=True) as addresses:
        producer = open_producer(addresses.kafka_bootstrap)
        replay = replayed(addresses.kafka_bootstrap, Topics(settings.cell).activity, producer)
        producer.close()
    click.echo(f"{replay.n_sent} dead letters sent again")
    for refusal in replay.refused:
        click.echo(f"not sent: {refusal}", err=True)
    if replay.n_not_whole:
        click.echo(f"{replay.n_not_whole} are too large to be kept whole and cannot be sent again", err=True)
