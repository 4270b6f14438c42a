"""`segue evaluate sound`: what learning from the artists does for the likeness of sounds, asked of unseen artists."""

from pathlib import Path

import click

from infra.terminal.table_options import take_json_file


@click.command()
@click.option("--features", required=True, type=click.Path(path_type=Path), help="FMA's features.csv.")
@click.option(
    "--tracks",
    required=True,
    type=click.Path(path_type=Path),
    help="FMA's tracks.csv, or a CSV with track_id, artist_name and genre.",
)
@take_json_file
def command(features: Path, tracks: Path, json_file: Path | None) -> None:
    """Measure what learning from the artists does for the likeness of sounds.

    The metric of `segue build index` is learned on four fifths of the artists; the tracks of the others ask for their
    genre and for more of their artist. At least 60 artists need two tracks.
    """
    from infra.jobs.evaluate_sound import evaluate_sound
    from infra.terminal.report_table import show_report

    show_report(evaluate_sound(features, tracks), json_file)
