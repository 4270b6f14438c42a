"""`segue evaluate duplicates`: how well copies of a recording are told from all other music."""

from functools import partial
from pathlib import Path

import click

from infra.settings import Settings
from infra.terminal.table_options import take_json_file

DEFAULT_COPIES, MAX_COPIES = 2, 11


@click.command()
@click.option("--music", required=True, type=click.Path(path_type=Path), help="Folder of music.")
@click.option(
    "--copies",
    type=click.IntRange(1, MAX_COPIES),
    default=DEFAULT_COPIES,
    show_default=True,
    help="How many copies are made of each track.",
)
@take_json_file
@click.pass_obj
def command(settings: Settings, music: Path, copies: int, json_file: Path | None) -> None:
    """Measure how well copies of a recording are told from other music.

    Copies are made of every track: MP3, Vorbis and Opus of low bit rates, a later start, a cut end, another level. Each
    is held against every track of the folder, of which all but its own original count as wrong. At least 20 tracks are
    needed. Nothing is stored.
    """
    from infra.jobs.evaluate_duplicates import evaluate_duplicates
    from infra.terminal.report_table import show_report

    report = evaluate_duplicates(music, settings, n_copies=copies, say=partial(click.echo, err=True))
    show_report(report, json_file)
