"""`segue settings`: every setting, its value here, and what it means."""

from dataclasses import fields

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from infra.settings import PREFIX, Settings


@click.command()
@click.pass_obj
def command(settings: Settings) -> None:
    """List the settings, their values and what they mean.

    Each is read from the environment; values that differ from the default are marked, secrets are not shown.
    """
    table = Table("setting", "value", "meaning", title="Settings", title_justify="left")
    for field in fields(settings):
        value = getattr(settings, field.name)
        shown = "(set)" if field.metadata["secret"] and value else escape(str(value))
        style = "bold" if value != field.default else ""
        table.add_row(
            f"{PREFIX}{field.name.upper()}", f"[{style}]{shown}[/]" if style else shown, field.metadata["text"]
        )
    Console(highlight=False).print(table)
