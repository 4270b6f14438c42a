"""`segue evaluate all`: every topic whose data is in one folder."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from infra.terminal.table_options import take_json_file

if TYPE_CHECKING:
    from infra.jobs.evaluation.running import Summary


@click.command()
@click.option(
    "--data", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="Folder of the data."
)
@click.option("--only", multiple=True, metavar="TOPIC", help="This topic only; may be repeated.")
@take_json_file
def command(data: Path, only: tuple[str, ...], json_file: Path | None) -> None:
    """Run every evaluation whose data is in one folder, one after another, and show all of them in one table.

    Below the folder, tables of tracks are popularity/*tracks*, of moods popularity/moods*, weekly charts charts/*,
    histories of one listener listening/*history*, plays of many listening/*/user_artists*, FMA's tables fma/metadata,
    and music with album tags is in music. A topic without its data is left out and named. The table has one metric of
    each, the model beside its baselines; --json has all. It takes half an hour for some 100,000 rows. Exit code 1 when
    an evaluation fails.
    """
    from infra.commands.evaluate import TOPICS
    from infra.jobs.evaluation.finding import find
    from infra.jobs.evaluation.running import run_all

    topics = [topic for topic in TOPICS if topic != "all"]
    if unknown := [topic for topic in only if topic not in topics]:
        raise click.UsageError(f"there is no topic {unknown[0]}; there are {', '.join(topics)}")
    found, left_out = find(data, only or topics)
    summary = run_all(found, left_out, progress=partial(click.echo, err=True))
    _show(summary)
    if json_file is not None:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=1) + b"\n")
    sys.exit(1 if any(each.failed for each in summary.measured) else 0)


def _show(summary: "Summary") -> None:
    """Print one table, a protocol a run below it, then what failed and what was left out."""
    from rich.console import Console
    from rich.table import Table

    table = Table("topic", "metric", "model", "value", "95 % interval", "n", "seconds", title_justify="left")
    done = [each for each in summary.measured if not each.failed]
    for measured in done:
        for number, row in enumerate(measured.headline_rows):
            interval = "" if row.low is None or row.high is None else f"{row.low:z.4f} .. {row.high:z.4f}"
            first = (measured.topic, row.metric) if not number else ("", "")
            seconds = "" if number else f"{measured.seconds:,.0f}"
            table.add_row(*first, row.model, f"{row.value:z.4f}", interval, f"{row.n:,}", seconds)
        table.add_section()
    console = Console()
    console = console if console.is_terminal else Console(width=160)
    console.print(table)
    for measured in done:
        click.echo(f"{measured.topic}: {measured.command}\n  {measured.protocol}")
    for measured in summary.measured:
        if measured.failed:
            click.echo(f"{measured.topic}: failed: {measured.command}\n  {measured.failed}")
    for topic in summary.left_out:
        click.echo(f"{topic.topic}: left out: {topic.why}")
