"""`segue evaluate mood`: whether ten features tell a song's mood."""

from functools import partial
from pathlib import Path

import click

from infra.terminal.table_options import take_json_file


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--test", "test_file", type=click.Path(path_type=Path), help="Another table to be asked about.")
@click.option("--features", type=click.Path(path_type=Path), help="FMA's features.csv: measures the library's moods.")
@click.option("--echonest", type=click.Path(path_type=Path), help="FMA's echonest.csv or JSON; goes with --features.")
@click.option("--artists", type=click.Path(path_type=Path), help="Table with track_id and artist_name for --features.")
@take_json_file
def command(
    file: Path,
    test_file: Path | None,
    features: Path | None,
    echonest: Path | None,
    artists: Path | None,
    json_file: Path | None,
) -> None:
    """Measure how well moods are told from descriptors, by artists that were not trained on.

    FILE is a CSV or Parquet table of songs with Spotify's features (length or duration_ms, danceability, acousticness,
    energy, instrumentalness, liveness, valence, loudness, speechiness, tempo), artist, and mood (Happy, Sad, Energetic,
    Calm): at least 20 songs of 10 artists of each mood.
    With --test the moods of another source's songs are asked of a model that learnt from FILE only, home and elsewhere
    side by side: at least 50 songs of artists who are not in FILE. With --features and --echonest a second table says
    how much of a mood survives when the descriptors are estimated from the sound, as they are for the library.
    """
    from etl.tables.descriptor_table import read_descriptor_table
    from etl.tables.mood_table import read_moods
    from infra.terminal.report_table import show_report
    from recommender.prediction.descriptors.evaluate import evaluate as evaluate_descriptors
    from recommender.prediction.mood.chain_evaluation import evaluate_chain
    from recommender.prediction.mood.elsewhere import evaluate_elsewhere
    from recommender.prediction.topics import MOOD

    if (features is None) != (echonest is None):
        raise click.UsageError("--features and --echonest belong together")
    songs, others = read_moods(file), None if test_file is None else read_moods(test_file)
    sounds = read_descriptor_table(features, echonest, artists) if features and echonest else None
    progress = partial(click.echo, err=True)
    if others is None:
        show_report(MOOD.evaluate(songs, progress=progress).report, json_file)
    else:
        show_report(evaluate_elsewhere(songs, others, progress=progress), json_file)
    if sounds is not None:
        show_report(evaluate_chain(songs, sounds, evaluate_descriptors(sounds).misses))
