"""`segue evaluate sessions`: whether the next track of a session is foreseen."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.invocation import as_called
from infra.settings import choose_keras_backend
from infra.terminal.report_table import show_report
from infra.terminal.table_options import take_json_file
from recommender.prediction.training import Progress

if TYPE_CHECKING:
    from recommender.sequences.evaluation.deep.choosing import Networks


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--deep", is_flag=True, help="Networks beside the plain models: a GRU and self-attention; some minutes.")
@click.option(
    "--tracks",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Table of tracks with their sound, as `segue train popularity` reads it, for the networks.",
)
@take_json_file
def command(files: tuple[Path, ...], deep: bool, tracks: Path | None, json_file: Path | None) -> None:
    """Measure on one listener's history how well the next track of a session is foreseen.

    FILES are the histories of one listener, as `segue import history` reads them. The newest fifth of the plays is
    asked about, once by models that stay as they were trained and once by models that learn every session when it has
    ended, beside simple rules. It needs 50 sessions of 2 tracks.

    With --deep networks are measured on the same positions, trained once and refitted, alone and in a blend with the
    plain models; with --tracks they are told how the tracks sound, too.
    """
    if tracks and not deep:
        raise click.UsageError("--tracks is for the networks; give --deep, too")
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
    progress = partial(click.echo, err=True)
    further = _networks(tracks, progress) if deep else None
    show_report(evaluate(plays, further=further, progress=progress).report, json_file)


def _networks(tracks: Path | None, progress: Progress) -> "Networks":
    """Return the networks, which know how the tracks of a table sound."""
    choose_keras_backend()
    from recommender.sequences.evaluation.deep.choosing import Networks

    if tracks is None:
        return Networks(progress=progress)
    from infra.jobs.train_streams import known_songs

    return Networks(sound_of=known_songs(tracks).sound_of, progress=progress)
