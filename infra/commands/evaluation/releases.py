"""`segue evaluate releases`: how well an artist's year is foretold."""

from pathlib import Path

import click

from infra.report_table import show_report


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def command(file: Path, json_file: Path | None) -> None:
    """Measure on FILE how well the number of releases of an artist's year is foretold.

    FILE is a CSV or Parquet table; columns are found by name: artist, date or year, and album or title where known
    (one row a release or a track), or a count (n_releases), or a weekly chart (rank): there a song counts in the year
    of its first week.
    """
    from etl.tables.release_table import read_releases
    from recommender.prediction.releases.careers import careers_of
    from recommender.prediction.releases.evaluate import evaluate
    from recommender.prediction.releases.rolling import Rolling

    table = read_releases(file)
    for note in table.notes:
        click.echo(note, err=True)
    show_report(evaluate(Rolling(careers_of(table))), json_file)
