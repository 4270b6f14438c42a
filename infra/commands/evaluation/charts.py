"""`segue evaluate charts`: next week's list, week after week, beside this week's."""

from pathlib import Path

import click

from infra.report_table import show_report
from infra.settings import Settings, choose_keras_backend

TEN_YEARS = 522


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--chart", default="", help="Show this chart of the file only; it still learns from the others.")
@click.option("--models", default="", help="Names with commas between, such as boosting,arima; all when not given.")
@click.option("--weeks", default=TEN_YEARS, show_default=True, help="Newest weeks of the file that are used.")
@click.option("--test-weeks", default=52, show_default=True, help="Test the last 30 % of weeks, but so many at least.")
@click.option("--as-written", is_flag=True, help="Match songs by exact title and artist instead of normalised ones.")
@click.option("--threads", default=1, show_default=True, help="Threads of the boosted trees.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures to this file too.")
@click.pass_obj
def command(
    _settings: Settings,
    file: Path,
    chart: str,
    models: str,
    weeks: int,
    test_weeks: int,
    as_written: bool,
    threads: int,
    json_file: Path | None,
) -> None:
    """Test next week's charts of FILE, Parquet or CSV, by a rolling origin.

    Columns are found by name: region or chart, week, rank, track, artist, streams where known.
    """
    from etl.tables.chart_table import read_charts
    from recommender.prediction.charts.all_models import EVERY, NAMES, builder
    from recommender.prediction.charts.backtest import backtest
    from recommender.prediction.charts.evaluate import data_in_words, report_of
    from recommender.prediction.charts.grid import grids_of
    from recommender.prediction.charts.records import charted_key, written_key

    choose_keras_backend()
    chosen = [name.strip() for name in models.split(",") if name.strip()] or list(NAMES)
    build = builder(chosen, threads=threads)
    read = read_charts([file], key_of=written_key if as_written else charted_key)
    if read.left_out:
        click.echo(read.left_out, err=True)
    table = read.table.since(int(read.table.week.max()) - weeks + 1)
    if chart:
        table.of(chart)
    grids = grids_of(table)
    tested = backtest(grids, build, fewest=test_weeks, every=EVERY, say=lambda line: click.echo(line, err=True))
    shown = [each for each in tested if not chart or each.chart == chart]
    data = f"{file.name}, {data_in_words(grids)}"
    identity = "a song is its exact title and artists" if as_written else "a song is normalised title and first artist"
    show_report(report_of(shown, data=f"{data}, {identity}", every=EVERY if "arima" in chosen else {}), json_file)
