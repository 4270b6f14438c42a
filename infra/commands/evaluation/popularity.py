"""`segue evaluate popularity`: how well a track's popularity can be told beforehand."""

from pathlib import Path

import click

from infra.report_table import show_report
from infra.settings import Settings, choose_keras_backend
from recommender.errors import BadInput


@click.command()
@click.argument("table", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--test", "test_table", type=click.Path(path_type=Path), help="Another table to be asked about.")
@click.option(
    "--split", type=click.Choice(["artist", "release"]),
    help="Unknown artist, or known artist and new release; both when not given.",
)  # fmt: skip
@click.option("--sample", type=click.IntRange(min=1_000), help="Only so many tracks, whole artists at random.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
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

    FILE is a CSV (also .gz) or Parquet table with the 13 audio features and popularity, in either public form.
    """
    choose_keras_backend()
    from etl.tables.popularity_table import read_popularity
    from recommender.prediction.popularity.evaluate import evaluate
    from recommender.prediction.popularity.models import Effort
    from recommender.prediction.popularity.other_origin import evaluate_elsewhere
    from recommender.prediction.popularity.sampling import sampled
    from recommender.prediction.popularity.splits import SPLITS

    def say(step: str) -> None:
        click.echo(step, err=True)

    found = read_popularity(table)
    say(f"{table.name}: {found.in_words}")
    tracks = sampled(found.tracks, sample)
    effort = Effort(n_threads=2)
    cases = tuple(each for each in SPLITS if split in (None, each))
    if test_table is None:
        report = evaluate(tracks, cases, effort=effort, say=say)
    else:
        test = read_popularity(test_table)
        say(f"{test_table.name}: {test.in_words}")
        if not len(test.tracks):
            raise BadInput(f"{test_table} has no tracks")
        report = evaluate_elsewhere(tracks, test.tracks, cases, effort=effort, say=say)
    show_report(report, json_file)
