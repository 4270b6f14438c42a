"""`segue evaluate streams`: how well a listener's plays are foreseen."""

from functools import partial
from pathlib import Path

import click

from infra.invocation import as_called
from infra.terminal.report_table import show_report
from infra.terminal.table_options import take_json_file, take_stream_settings


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@take_stream_settings
@take_json_file
def command(files: tuple[Path, ...], search: str, tracks: Path | None, json_file: Path | None) -> None:
    """Measure on one listener's history how well plays in the next 30 days are foreseen.

    FILES are the histories of one listener, as `segue import history` reads them. Songs heard before and songs heard
    for the first time are measured apart, on the last part of the history, beside simple rules. It needs 130 days, 200
    plays and 20 songs.
    """
    from etl.histories.files import open_histories
    from etl.histories.rows import BadRow
    from infra.jobs.train_streams import known_songs
    from recommender.prediction.streams.log import log_of
    from recommender.prediction.streams.records import Play
    from recommender.prediction.topics import STREAMS
    from recommender.records import ListenerId

    histories = open_histories(files, left_aside=partial(click.echo, err=True))
    rows = [row for file in histories for row in file.rows()]
    if n_bad := sum(isinstance(row, BadRow) for row in rows):
        unusable = f"{n_bad:,} of {len(rows):,} rows are unusable; `segue import history` names them"
        click.echo(as_called(unusable), err=True)
    log = log_of(row for row in rows if isinstance(row, Play))
    known = known_songs(tracks) if tracks else None
    evaluation = STREAMS.evaluate({ListenerId("history"): log}, known=known, way=search)
    show_report(evaluation.report, json_file)
