"""`segue evaluate mood`: whether ten features tell a song's mood."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--features", type=click.Path(path_type=Path), help="FMA's features.csv: measures the library's moods.")
@click.option("--echonest", type=click.Path(path_type=Path), help="FMA's echonest.csv or JSON; goes with --features.")
@click.option("--artists", type=click.Path(path_type=Path), help="Table with track_id and artist_name for --features.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
def command(
    file: Path, features: Path | None, echonest: Path | None, artists: Path | None, json_file: Path | None
) -> None:
    """Measure how well moods are told from descriptors, by artists that were not trained on.

    FILE is a CSV of songs with Spotify's features (length or duration_ms, danceability, acousticness, energy,
    instrumentalness, liveness, valence, loudness, speechiness, tempo), artist, and mood (Happy, Sad, Energetic, Calm).
    With --features and --echonest a second table says how much of a mood survives when the descriptors are estimated
    from the sound, as they are for the library.
    """
    from etl.tables.descriptor_table import read_descriptor_table
    from etl.tables.mood_table import read_moods
    from infra.report_table import show_report
    from recommender.prediction.descriptors.evaluate import evaluate_descriptors
    from recommender.prediction.mood.chain_evaluation import evaluate_chain
    from recommender.prediction.mood.evaluate import evaluate_moods

    if (features is None) != (echonest is None):
        raise click.UsageError("--features and --echonest belong together")
    songs = read_moods(file)
    show_report(evaluate_moods(songs).report, json_file)
    if features is not None and echonest is not None:
        sounds = read_descriptor_table(features, echonest, artists)
        show_report(evaluate_chain(songs, sounds, evaluate_descriptors(sounds).misses))
