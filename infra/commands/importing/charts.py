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

    Columns are found by name: region or chart, week, rank, track, artist, streams and genre where known. Without a
    column for the week the date in the file's name counts, as in Spotify's regional-global-weekly-2023-07-27.csv. A
    week that is given again replaces the one that is kept; the same file twice changes nothing.
    """
    from etl.tables.chart_table import read_charts
    from infra.jobs.database import running_database
    from infra.stores.charts.outside_charts import MongoOutsideCharts

    read = read_charts(list(files))
    with running_database(settings) as database:
        stored = MongoOutsideCharts(database).put(read.table)
    for name in read.table.charts:
        weeks = read.table.weeks_of(name)
        dated = [file for file in read.dated_files if file.chart == name]
        period = f"{len(weeks)} weeks, {week_name(int(weeks[0]))} to {week_name(int(weeks[-1]))}"
        click.echo(f"{dated[0].name}: {period}, of chart {name}" if len(dated) == 1 else f"{name}: {period}")
    if read.left_out:
        click.echo(read.left_out)
    click.echo(
        f"{stored.new_weeks} weeks new, {stored.changed_weeks} changed, {stored.same_weeks} as they were; "
        "`segue train charts` learns from them"
    )
