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
    from streaming.dead_letters import listed
    from streaming.topics import Topics

    with running_servers(settings, mongo=False, kafka=True) as addresses:
        letters = listed(addresses.kafka_bootstrap, Topics(settings.cell).activity)
    if not letters:
        click.echo("no dead letters")
        return
    table = Table("when", "place", "reason", "message")
    for each in letters:
        place = f"{each.partition}:{each.offset}"
        preview = repr((each.value or b"")[:PREVIEW_BYTES])
        table.add_row(each.buried_at.isoformat(timespec="seconds"), place, each.reason, preview)
    Console().print(table)


@command.command("replay")
@click.pass_obj
def replay(settings: Settings) -> None:
    """Send the dead letters that were not replayed before to their topic again, byte for byte."""
    from infra.servers.running import running_servers
    from streaming.dead_letters import replayed
    from streaming.producer import open_producer
    from streaming.topics import Topics

    with running_servers(settings, mongo=False, kafka=True) as addresses:
        producer = open_producer(addresses.kafka_bootstrap)
        n = replayed(addresses.kafka_bootstrap, Topics(settings.cell).activity, producer)
        producer.close()
    click.echo(f"{n} dead letters sent again")
