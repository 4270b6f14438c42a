"""`segue train popularity`: from a table of tracks with their popularity, or a new scale from one's own rows."""

from pathlib import Path

import click

from infra.settings import Settings, choose_keras_backend
from recommender.errors import BadInput


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
    from etl.tables.popularity_table import read_popularity
    from infra.file_times import newest_change
    from infra.model_publishing import train_and_publish
    from infra.report_table import show_report
    from recommender.prediction.popularity.evaluate import TASK
    from recommender.prediction.popularity.models import Effort
    from recommender.prediction.popularity.sampling import sampled
    from recommender.prediction.popularity.train import train
    from recommender.prediction.training import Trained

    def trained() -> Trained:
        found = read_popularity(table)
        click.echo(f"{table.name}: {found.in_words}", err=True)
        made = train(
            sampled(found.tracks, sample),
            data_cutoff=newest_change(table),
            effort=Effort(n_threads=2),
            say=lambda step: click.echo(step, err=True),
            force=force,
        )
        show_report(made.report)
        return made

    manifest = train_and_publish(settings, TASK, trained, force=force, source=table.name)
    click.echo(f"{TASK} {manifest.version} is in use")


def _recalibrate(settings: Settings, own_rows: Path, *, force: bool) -> None:
    from etl.tables.popularity_table import read_popularity
    from infra.file_times import newest_change
    from infra.index_building import artifact_store
    from infra.model_publishing import train_and_publish
    from infra.report_table import show_report
    from recommender.prediction.popularity.evaluate import TASK
    from recommender.prediction.popularity.recalibrate import recalibrated
    from recommender.prediction.popularity.served import load
    from recommender.prediction.training import NoModel, Trained

    def trained() -> Trained:
        store = artifact_store(settings)
        if (version := store.current(TASK)) is None:
            raise NoModel(TASK)
        found = read_popularity(own_rows)
        click.echo(f"{own_rows.name}: {found.in_words}", err=True)
        made = recalibrated(
            load(store.local_path(TASK, version)), found.tracks, data_cutoff=newest_change(own_rows), force=force
        )
        show_report(made.report)
        return made

    source = f"scale refitted on {own_rows.name}"
    manifest = train_and_publish(settings, TASK, trained, force=force, source=source, is_repeated=False)
    click.echo(f"{TASK} {manifest.version} is in use")
