"""`segue train popularity`: from a table of tracks with their popularity, or a new scale from one's own rows."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.commands.training.train_and_show import train_and_show
from infra.settings import Settings, choose_keras_backend
from recommender.errors import BadInput

if TYPE_CHECKING:
    from etl.tables.popularity_table import PopularityTable
    from recommender.prediction.training import Progress, Trained


@click.command()
@click.argument("table", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--recalibrate", "own_rows", type=click.Path(path_type=Path),
    help="Refit scale and bands of the version in use on this table of your own labelled tracks.",
)  # fmt: skip
@click.option("--sample", type=click.IntRange(min=1_000), help="Only so many tracks, whole artists at random.")
@click.option("--force", is_flag=True, help="Publish even when the version in use, or the baseline, is better.")
@click.pass_obj
def command(settings: Settings, table: Path | None, own_rows: Path | None, sample: int | None, force: bool) -> None:
    """Train on FILE, a table of tracks in either public form, or refit the scale of the version in use.

    Tables are read as by `segue evaluate popularity`.
    """
    if (table is None) == (own_rows is None):
        raise BadInput("give either FILE to train on, or --recalibrate FILE with your own labelled tracks")
    if own_rows is not None:
        _recalibrate(settings, own_rows, force=force)
    elif table is not None:
        _train(settings, table, sample, force=force)


def _train(settings: Settings, table: Path, sample: int | None, *, force: bool) -> None:
    choose_keras_backend()
    from recommender.prediction.popularity.models.fitted import TrainConfig
    from recommender.prediction.popularity.sampling import sample_artists
    from recommender.prediction.topics import POPULARITY

    def train(progress: "Progress") -> "Trained":
        read = _read(table)
        return POPULARITY.train(
            sample_artists(read.tracks, sample),
            data_cutoff=read.data_up_to,
            config=TrainConfig(),
            progress=progress,
            force=force,
        )

    manifest = train_and_show(settings, POPULARITY, train, source=table.name, force=force)
    click.echo(f"{POPULARITY.name} {manifest.version} is in use")


def _recalibrate(settings: Settings, own_rows: Path, *, force: bool) -> None:
    from infra.stores.artifacts import artifact_store
    from recommender.prediction.popularity.recalibrate import recalibrate
    from recommender.prediction.topics import POPULARITY

    def train(_progress: "Progress") -> "Trained":
        model = POPULARITY.load_current(artifact_store(settings))
        read = _read(own_rows)
        return recalibrate(model, read.tracks, data_cutoff=read.data_up_to, force=force)

    source = f"scale refitted on {own_rows.name}"
    manifest = train_and_show(settings, POPULARITY, train, source=source, force=force, is_repeated=False)
    click.echo(f"{POPULARITY.name} {manifest.version} is in use")


def _read(path: Path) -> "PopularityTable":
    from etl.tables.popularity_table import read_popularity

    read = read_popularity(path)
    click.echo(f"{path.name}: {read.in_words}", err=True)
    return read
