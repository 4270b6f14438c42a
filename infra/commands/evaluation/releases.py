"""`segue evaluate releases`: how well an artist's year is forecast."""

from functools import partial
from pathlib import Path

import click

from infra.terminal.report_table import show_report
from infra.terminal.table_options import take_json_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--test", "test_file", type=click.Path(path_type=Path), help="Another table to be asked about.")
@take_json_file
def command(file: Path, test_file: Path | None, json_file: Path | None) -> None:
    """Measure on FILE how well the number of releases of an artist's year is forecast.

    FILE is a CSV or Parquet table; columns are found by name: artist, date or year, and album or title where known
    (one row a release or a track), or a count (n_releases), or a weekly chart (rank): there a song counts in the year
    of its first week. It needs 5 complete years and 20 artists known before the last of them.
    With --test artists of that table who are not in FILE, 20 of them at least, are asked of a model that learnt from
    FILE only: home and elsewhere side by side.
    """
    from etl.tables.release_table import read_releases
    from recommender.prediction.releases.careers import Careers, careers_of
    from recommender.prediction.releases.elsewhere import evaluate_elsewhere
    from recommender.prediction.topics import RELEASES

    def read(path: Path) -> Careers:
        table = read_releases(path)
        for note in table.notes:
            click.echo(note, err=True)
        return careers_of(table)

    progress = partial(click.echo, err=True)
    careers = read(file)
    if test_file is None:
        show_report(RELEASES.evaluate(careers, progress=progress).report, json_file)
    else:
        show_report(evaluate_elsewhere(careers, read(test_file), progress=progress), json_file)
