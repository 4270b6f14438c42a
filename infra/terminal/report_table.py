"""How an evaluation is shown at the keyboard, and written for programs."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from recommender.prediction.evaluation.report import Report

_WIDTH = 140


def show_report(report: Report, json_file: Path | None = None) -> None:
    """Print the table, its protocol and its findings; write them to `json_file` too, if one is given."""
    table = Table("model", "metric", "value", "95 % interval", "n", title=report.task, title_justify="left")
    for row in report.rows:
        interval = "" if row.low is None or row.high is None else f"{row.low:z.4f} .. {row.high:z.4f}"
        table.add_row(row.model, row.metric, f"{row.value:z.4f}", interval, f"{row.n:,}")
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDTH)
    console.print(table)
    click.echo(report.protocol)
    for finding in report.findings:
        click.echo(finding)
    if json_file is not None:
        json_file.write_bytes(report.as_json())
