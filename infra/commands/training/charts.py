"""`segue train charts`: next week's list of every chart."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from infra.settings import Settings, choose_keras_backend

if TYPE_CHECKING:
    from recommender.prediction.charts.records import ChartTable

TEN_YEARS = 522


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--models", default="", help="Names with commas between, such as boosting,arima; all when not given.")
@click.option("--weeks", default=TEN_YEARS, show_default=True, help="Newest weeks that are learned from.")
@click.option("--threads", default=1, show_default=True, help="Threads of the boosted trees.")
@click.option("--force", is_flag=True, help="Publish even when the version in use is better.")
@click.pass_obj
def command(settings: Settings, files: tuple[Path, ...], models: str, weeks: int, threads: int, force: bool) -> None:
    """Train on the service's own chart, the imported ones and FILES, and publish next week's list of each.

    See `segue evaluate charts` for the columns of FILES. A chart in FILES takes the place of an imported one of the
    same name.
    """
    from infra.model_publishing import train_and_publish
    from infra.report_table import show_report
    from recommender.prediction.charts.all_models import NAMES
    from recommender.prediction.charts.train import TOPIC, train_charts
    from recommender.prediction.training import Trained

    choose_keras_backend()
    names = [name.strip() for name in models.split(",") if name.strip()] or list(NAMES)
    table = _table(settings, files)
    recent = table.since(int(table.week.max()) - weeks + 1)

    def train() -> Trained:
        trained = train_charts(recent, names=names, threads=threads, say=lambda line: click.echo(line, err=True))
        show_report(trained.report)
        return trained

    source = ", ".join((*(file.name for file in files), *(name for name in table.charts)))
    manifest = train_and_publish(settings, TOPIC, train, force=force, source=source)
    click.echo(f"published {TOPIC} {manifest.version}: {', '.join(table.charts)}")


def _table(settings: Settings, files: tuple[Path, ...]) -> "ChartTable":
    from etl.tables.chart_table import read_charts
    from infra.chart_tables import stored_charts
    from recommender.errors import NotReady
    from recommender.prediction.charts.records import merged

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
    return merged([*others, read.table])
