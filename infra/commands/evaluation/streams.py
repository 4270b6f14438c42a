"""`segue evaluate streams`: how well a listener's plays are foreseen."""

from pathlib import Path

import click

from infra.report_table import show_report


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--search", type=click.Choice(["grid", "random"]), default="grid", show_default=True, help="How settings are tried."
)
@click.option(
    "--tracks",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table of tracks with popularity, genre and sound, as `segue train popularity` reads it.",
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def command(files: tuple[Path, ...], search: str, tracks: Path | None, json_file: Path | None) -> None:
    """Measure on one listener's history how well plays in the next 30 days are foreseen.

    FILES are the histories of one listener, as `segue import history` reads them. Songs heard before and songs heard
    for the first time are measured apart, on the last part of the history, beside simple rules.
    """
    import numpy as np

    from etl.tables.history_files import open_histories
    from etl.tables.history_rows import BadRow
    from infra.streams_training import known_songs
    from recommender.prediction.streams.evaluate import evaluated
    from recommender.prediction.streams.log import log_of
    from recommender.prediction.streams.records import Play
    from recommender.prediction.streams.train import SEED

    rows = [row for file in open_histories(files) for row in file.rows()]
    if n_bad := sum(isinstance(row, BadRow) for row in rows):
        click.echo(f"{n_bad:,} of {len(rows):,} rows are unusable; `segue import history` names them", err=True)
    log = log_of(row for row in rows if isinstance(row, Play))
    known = known_songs(tracks) if tracks else None
    found = evaluated(log, np.random.default_rng(SEED), known=known, way="random" if search == "random" else "grid")
    show_report(found.report, json_file)
