"""`segue evaluate popularity`: how well a track's popularity can be told beforehand."""

from functools import partial
from pathlib import Path

import click

from infra.settings import Settings, choose_keras_backend
from infra.terminal.report_table import show_report
from infra.terminal.table_options import take_json_file
from recommender.errors import BadInput


@click.command()
@click.argument("table", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--test", "test_table", type=click.Path(path_type=Path), help="Another table to be asked about.")
@click.option(
    "--split", type=click.Choice(["artist", "release"]),
    help="Unknown artist, or known artist and new release; both when not given.",
)  # fmt: skip
@click.option("--sample", type=click.IntRange(min=1_000), help="Only so many tracks, whole artists at random.")
@take_json_file
@click.pass_obj
def command(
    settings: Settings,  # noqa: ARG001 click's signature
    table: Path,
    test_table: Path | None,
    split: str | None,
    sample: int | None,
    json_file: Path | None,
) -> None:
    """Measure popularity models beside their baselines on a table of tracks.

    FILE is a CSV or Parquet table with the 13 audio features and popularity from 0 to 100, in either public form: at
    least 300 tracks of 20 artists, 500 tracks to train on.
    With --test tracks of that table which are not in FILE are asked of models that learned from FILE only, those whose
    artist is in FILE apart: at least 50 tracks of 10 artists.
    """
    choose_keras_backend()
    from etl.tables.popularity_table import read_popularity
    from recommender.prediction.popularity.models.fitted import TrainConfig
    from recommender.prediction.popularity.other_origin import evaluate_elsewhere
    from recommender.prediction.popularity.sampling import sample_artists
    from recommender.prediction.popularity.splits import SPLITS
    from recommender.prediction.topics import POPULARITY

    progress = partial(click.echo, err=True)
    popularity_table = read_popularity(table)
    progress(f"{table.name}: {popularity_table.in_words}")
    tracks = sample_artists(popularity_table.tracks, sample)
    config = TrainConfig()
    cases = tuple(name for name in SPLITS if split in (None, name))
    if test_table is None:
        report = POPULARITY.evaluate(tracks, splits=cases, config=config, progress=progress).report
    else:
        test = read_popularity(test_table)
        progress(f"{test_table.name}: {test.in_words}")
        if not len(test.tracks):
            raise BadInput(f"{test_table} has no tracks")
        report = evaluate_elsewhere(tracks, test.tracks, cases, config=config, progress=progress)
    show_report(report, json_file)
