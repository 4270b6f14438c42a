"""`segue train charts`: next week's list of every chart."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.commands.training.train_and_show import train_and_show
from infra.settings import Settings, choose_keras_backend

if TYPE_CHECKING:
    from recommender.prediction.charts.records import ChartTable

TEN_YEARS = 522


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--models", default="", help="Names with commas between, such as boosting,arima; all when not given.")
@click.option(
    "--weeks", default=TEN_YEARS, show_default=True, type=click.IntRange(1), help="Newest weeks that are learned from."
)
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1), help="Threads of the boosted trees.")
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(settings: Settings, files: tuple[Path, ...], models: str, weeks: int, threads: int, force: bool) -> None:
    """Train on the service's own chart, the imported ones and FILES, and publish next week's list of each.

    See `segue evaluate charts` for the columns of FILES. A chart in FILES takes the place of an imported one of the
    same name.
    """
    from recommender.prediction.charts.models.by_name import NAMES
    from recommender.prediction.topics import CHARTS

    choose_keras_backend()
    names = [name.strip() for name in models.split(",") if name.strip()] or list(NAMES)
    table = _table(settings, files)
    recent = table.since(int(table.week.max()) - weeks + 1)
    manifest = train_and_show(
        settings,
        CHARTS,
        lambda progress: CHARTS.train(recent, models=names, threads=threads, progress=progress),
        source=", ".join((*(file.name for file in files), *table.charts)),
        force=force,
    )
    click.echo(f"published {CHARTS.name} {manifest.version}: {', '.join(table.charts)}")


def _table(settings: Settings, files: tuple[Path, ...]) -> "ChartTable":
    from etl.tables.chart_table import read_charts
    from infra.jobs.chart_tables import stored_charts
    from recommender.errors import NotReady
    from recommender.prediction.charts.records import merge

    if not files:
        return stored_charts(settings)
    read = read_charts(files)
    if read.left_out:
        click.echo(read.left_out, err=True)
    try:
        kept = stored_charts(settings)
    except NotReady:
        click.echo("no chart is stored here yet: only the files are learned from", err=True)
        return read.table
    others = [kept.of(name) for name in kept.charts if name not in read.table.position]
    return merge([*others, read.table])
