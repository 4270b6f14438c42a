"""`segue status`: whether the servers store, and what every process of segue is doing."""

import socket
import sys
from typing import TYPE_CHECKING

import click

from infra.settings import Settings

if TYPE_CHECKING:
    from infra.terminal.process_status import StatusLine

ROLES = {"web": "web", "taste": "worker taste", "archive": "worker archive"}
"""What a process may be asked for, and what it is called among the heartbeats."""


@click.command("status")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice(list(ROLES)),
    help="Only whether this machine's processes of this role are well; for health checks.",
)  # fmt: skip
@click.pass_obj
def command(settings: Settings, roles: tuple[str, ...]) -> None:
    """Show whether the servers store and what each process is doing; exit 1 when one of them is not well.

    Nothing is started. A process tells every two seconds how it is; one that ended by accident is listed for an hour.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from infra.terminal.process_status import status_lines

    lines = list(status_lines(settings))
    if roles:
        _require_own(lines, roles)
        return
    table = Table("", "is", "figures")
    for line in lines:
        table.add_row(line.name, escape(line.trouble) or "well", line.figures)
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=160)).print(table)
    if any(line.trouble for line in lines):
        sys.exit(1)


def _require_own(lines: "list[StatusLine]", roles: tuple[str, ...]) -> None:
    """Exit 1 with the reason unless a process of each role on this machine is well."""
    for role in roles:
        here = [line for line in lines if line.host == socket.gethostname()]
        troubles = [line.trouble for line in here if line.name.startswith(f"{ROLES[role]}/")]
        if all(troubles):
            click.echo("; ".join(troubles) or f"no {ROLES[role]} is running here", err=True)
            sys.exit(1)
