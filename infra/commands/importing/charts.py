"""`segue import charts`: weekly charts from outside, for training and serving."""

from pathlib import Path

import click

from infra.settings import Settings
from recommender.prediction.charts.weeks import week_name


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def command(settings: Settings, files: tuple[Path, ...]) -> None:
    """Keep the weekly charts of FILES, Parquet or CSV, so that `segue train charts` learns from them.

    Columns are found by name: region or chart, week, rank, track, artist, streams and genre where known. A week that
    is given again replaces the one that is kept; the same file twice changes nothing.
    """
    from etl.tables.chart_table import read_charts
    from infra.servers.running import running_servers
    from infra.stores.database import open_database, prepare_database
    from infra.stores.outside_charts import MongoOutsideCharts

    read = read_charts(list(files))
    with running_servers(settings, mongo=True) as servers:
        database = open_database(servers.mongo_uri, settings.mongo_database)
        try:
            prepare_database(database)
            stored = MongoOutsideCharts(database).put(read.table)
        finally:
            database.client.close()
    for name in read.table.charts:
        weeks = read.table.weeks_of(name)
        click.echo(f"{name}: {len(weeks)} weeks, {week_name(int(weeks[0]))} to {week_name(int(weeks[-1]))}")
    if read.left_out:
        click.echo(read.left_out)
    click.echo(
        f"{stored.new_weeks} weeks new, {stored.changed_weeks} changed, {stored.same_weeks} as they were; "
        "`segue train charts` learns from them"
    )
