"""`segue evaluate artists`: how well the artists that a listener has are told from those of listeners alike."""

from functools import partial
from pathlib import Path

import click

from infra.terminal.table_options import take_json_file

DEFAULT_SEEDS, MAX_SEEDS = 3, 20


@click.command()
@click.option(
    "--plays", required=True, type=click.Path(path_type=Path), help="Table of listeners, artists and numbers of plays."
)
@click.option(
    "--seeds",
    type=click.IntRange(1, MAX_SEEDS),
    default=DEFAULT_SEEDS,
    show_default=True,
    help="How many random splits are measured.",
)
@take_json_file
def command(plays: Path, seeds: int, json_file: Path | None) -> None:
    """Measure how well the artists of a listener are told by what listeners alike have.

    The table has three columns, found by name, such as userID, artistID and weight, or user, artist and plays. At least
    50 listeners need 5 artists. Every model is chosen on artists that are hidden from its training, and measured on
    others, beside popularity; then for listeners of whom one, three or five artists are known.
    """
    from etl.tables.interaction_table import read_interactions
    from infra.terminal.report_table import show_report
    from recommender.collaborative.evaluation.evaluate import evaluate

    table = read_interactions(plays)
    if table.n_bad:
        click.echo(f"{plays}: {table.n_bad:,} rows left out: {table.why_bad}", err=True)
    show_report(evaluate(table, n_seeds=seeds, progress=partial(click.echo, err=True)), json_file)
