"""`segue evaluate sessions`: whether the next track of a session is foreseen."""

from functools import partial
from pathlib import Path

import click

from infra.invocation import as_called
from infra.terminal.report_table import show_report
from infra.terminal.table_options import take_json_file


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@take_json_file
def command(files: tuple[Path, ...], json_file: Path | None) -> None:
    """Measure on one listener's history how well the next track of a session is foreseen.

    FILES are the histories of one listener, as `segue import history` reads them. The newest fifth of the plays is
    asked about, once by models that stay as they were trained and once by models that learn every session when it has
    ended, beside simple rules. It needs 50 sessions of 2 tracks.
    """
    from etl.histories.files import open_histories
    from etl.histories.rows import BadRow
    from recommender.prediction.streams.records import Play
    from recommender.sequences.evaluation.evaluate import evaluate

    histories = open_histories(files, left_aside=partial(click.echo, err=True))
    rows = [row for file in histories for row in file.rows()]
    if n_bad := sum(isinstance(row, BadRow) for row in rows):
        unusable = f"{n_bad:,} of {len(rows):,} rows are unusable; `segue import history` names them"
        click.echo(as_called(unusable), err=True)
    plays = [row for row in rows if isinstance(row, Play)]
    show_report(evaluate(plays, progress=partial(click.echo, err=True)).report, json_file)
