"""`segue evaluate charts`: next week's list, week after week, beside this week's."""

from functools import partial
from pathlib import Path

import click

from infra.settings import Settings, choose_keras_backend
from infra.terminal.report_table import show_report
from infra.terminal.table_options import take_json_file

TEN_YEARS = 522


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--test", "test_file", type=click.Path(path_type=Path), help="Another table to be asked about.")
@click.option("--chart", default="", help="Show this chart of the file only; it still learns from the others.")
@click.option("--models", default="", help="Names with commas between, such as boosting,arima; all when not given.")
@click.option(
    "--weeks",
    default=TEN_YEARS,
    show_default=True,
    type=click.IntRange(1),
    help="Newest weeks of the file that are used.",
)
@click.option(
    "--test-weeks",
    default=104,
    show_default=True,
    type=click.IntRange(1),
    help="Test half of the weeks, but so many at least.",
)
@click.option("--as-written", is_flag=True, help="Match songs by exact title and artist instead of normalised ones.")
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1), help="Threads of the boosted trees.")
@take_json_file
@click.pass_obj
def command(
    _settings: Settings,
    file: Path,
    test_file: Path | None,
    chart: str,
    models: str,
    weeks: int,
    test_weeks: int,
    as_written: bool,
    threads: int,
    json_file: Path | None,
) -> None:
    """Test next week's charts of FILE, Parquet or CSV, by a rolling origin.

    Columns are found by name: region or chart, week, rank, track, artist, streams where known. A chart needs 39 weeks
    in a row: 26 pairs to learn from before the first week that is tested.
    With --test the charts of that table are tested too, by models that learned from the charts of FILE only.
    """
    from etl.tables.chart_table import read_charts
    from recommender.prediction.charts.models.by_name import NAMES, builder
    from recommender.prediction.charts.records import ChartTable, charted_key, merge, written_key
    from recommender.prediction.charts.sample_checks import require_testable
    from recommender.prediction.topics import CHARTS

    choose_keras_backend()
    names = [name.strip() for name in models.split(",") if name.strip()] or list(NAMES)
    builder(names)  # a name that no model has is refused before anything is read
    sources: list[str] = []

    def read_newest(path: Path) -> ChartTable:
        read = read_charts([path], key_of=written_key if as_written else charted_key)
        if read.left_out:
            click.echo(read.left_out, err=True)
        sources.append("; ".join(filter(None, (path.name, read.unknown_streams))))
        return read.table.since(int(read.table.week.max()) - weeks + 1)

    table = read_newest(file)
    learned = None if test_file is None else table.charts
    if test_file is not None:
        table = merge([table, read_newest(test_file)])
    require_testable(table.of(chart) if chart else table)
    evaluation = CHARTS.evaluate(
        table,
        models=names,
        min_test_weeks=test_weeks,
        threads=threads,
        shown=chart,
        learned=learned,
        source=" and, not learned from, ".join(sources),
        identity=f"a song is {'its exact title and artists' if as_written else 'normalised title and first artist'}",
        progress=partial(click.echo, err=True),
    )
    show_report(evaluation.report, json_file)
