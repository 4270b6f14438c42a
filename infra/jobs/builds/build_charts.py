"""Wires the Spark job of the service's own weekly chart: only weeks that changed are counted again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from infra.jobs.builds.build_index import spark_config
from infra.servers.running import running_servers
from infra.settings import Settings
from infra.stores.charts.weekly_charts import MongoWeeklyCharts
from infra.stores.database import prepared_database
from recommender.clock import Clock, system_clock
from recommender.prediction.charts.own_chart import ChartWeights, MadeWeek, WeekRow, pending_weeks


@dataclass(frozen=True, kw_only=True)
class BuiltCharts:
    """What a build did."""

    weeks: Sequence[int]
    """Weeks that were made or made again, oldest first."""
    n_rows: int
    n_weeks: int
    """Weeks the chart has now."""
    last_week: int | None
    n_left_out: int
    """Events that are said to have happened before there were listeners: they are in no week."""


def chart_weights(settings: Settings) -> ChartWeights:
    """Return what the settings say a play, a like and a skip are worth."""
    return ChartWeights(
        play=settings.chart_play_weight, like=settings.chart_like_weight, skip=settings.chart_skip_weight
    )


def build_charts(
    settings: Settings, *, say: Callable[[str], None] = lambda _: None, clock: Clock = system_clock
) -> BuiltCharts:
    """Make every complete week that is new, got late events, or was made with other weights.

    Without such a week Spark is not started.
    """
    weights = chart_weights(settings)
    say("finding MongoDB")
    with (
        running_servers(settings, mongo=True, say=say) as servers,
        prepared_database(servers.mongo_uri, settings.mongo_database) as database,
    ):
        charts = MongoWeeklyCharts(database, clock)
        archived = charts.archived()
        weeks = pending_weeks(archived, charts.made(), weights=weights, now=clock())

        def put_week(week: int, rows: Sequence[WeekRow]) -> None:
            charts.put_week(week, rows, MadeWeek(n_events=archived[week], weights=weights))

        n_rows = _count(settings, servers.mongo_uri, weeks, put_week, weights, say) if weeks else 0
        return BuiltCharts(
            weeks=weeks,
            n_rows=n_rows,
            n_weeks=len(charts.made()),
            last_week=charts.last_week(),
            n_left_out=charts.n_before_all_weeks(),
        )


def _count(
    settings: Settings,
    mongo_uri: str,
    weeks: Sequence[int],
    put_week: Callable[[int, Sequence[WeekRow]], None],
    weights: ChartWeights,
    say: Callable[[str], None],
) -> int:
    from spark_jobs.features_frame import MongoSource  # pyspark is heavy: loaded when there is something to count
    from spark_jobs.session import spark_session
    from spark_jobs.weekly_chart import WeeklyChartConfig, run

    config = WeeklyChartConfig(
        source=MongoSource(uri=mongo_uri, database=settings.mongo_database),
        weeks=weeks,
        put_week=put_week,
        weights=weights,
        say=say,
    )
    say("starting Spark")
    with spark_session(spark_config(settings), name="weekly chart") as spark:
        return run(spark, config)
