"""`segue evaluate mood`: whether ten features tell a song's mood."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def command(file: Path, json_file: Path | None) -> None:
    """Measure how well moods are told from descriptors, by artists that were not trained on.

    FILE is a CSV of songs with Spotify's features (length or duration_ms, danceability, acousticness, energy,
    instrumentalness, liveness, valence, loudness, speechiness, tempo), artist, and mood (Happy, Sad, Energetic, Calm).
    """
    from etl.tables.mood_table import read_moods
    from infra.report_table import show_report
    from recommender.prediction.mood.evaluate import evaluate_moods

    show_report(evaluate_moods(read_moods(file)).report, json_file)
