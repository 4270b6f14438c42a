"""The service's own weekly chart as a Spark job: read the archive's weeks, count, score, rank, store."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F  # noqa: N812 - Spark's own custom
from pyspark.sql.types import LongType, StringType, StructField, StructType, TimestampType

from recommender.prediction.charts.own_chart import COUNTED, LIKE, MIN_WEEK, OPINIONS, PLAY, SKIP, ChartWeights, WeekRow
from recommender.prediction.charts.weeks import DAYS, FIRST_MONDAY, end_of, monday_of
from spark_jobs.features_frame import MongoSource, read_collection

ACTIVITY_SCHEMA = StructType(
    [
        StructField("listener_id", StringType(), nullable=False),
        StructField("kind", StringType(), nullable=False),
        StructField("occurred_at", TimestampType(), nullable=False),
        StructField("recorded_at", TimestampType()),
        StructField("track_id", StringType()),
        StructField("partition", LongType(), nullable=False),
        StructField("offset", LongType(), nullable=False),
    ]
)


@dataclass(frozen=True, kw_only=True)
class WeeklyChartConfig:
    """What the job reads, and where it puts what it made."""

    source: MongoSource
    weeks: Sequence[int]
    """Weeks to make; all others are left as they are."""
    put_week: Callable[[int, Sequence[WeekRow]], None]
    """Replaces a week whole."""
    weights: ChartWeights = field(default_factory=ChartWeights)
    say: Callable[[str], None] = lambda _: None


def run(spark: SparkSession, config: WeeklyChartConfig) -> int:
    """Make the weeks one after another, oldest first; returns how many rows they have.

    What was stored before something fails stays, and the next run goes on from there.
    """
    if not config.weeks:
        return 0
    config.say(f"counting {len(config.weeks)} weeks")
    wanted = set(config.weeks)
    activity = read_collection(spark, config.source, "activity", ACTIVITY_SCHEMA)
    chart = weekly_chart(_between(activity, min(wanted), max(wanted)), config.weights)
    n_rows = 0
    for week, rows in _by_week(chart.where(F.col("week").isin(sorted(wanted)))):
        config.put_week(week, rows)
        wanted.discard(week)
        n_rows += len(rows)
    for week in sorted(wanted):
        config.put_week(week, ())
    return n_rows


def weekly_chart(activity: DataFrame, weights: ChartWeights) -> DataFrame:
    """Return the columns of `WeekRow`; the same rows as `own_chart.week_rows` of the same events."""
    counted = (
        activity.where(F.col("kind").isin(*COUNTED) & F.col("track_id").isNotNull())
        .select(
            _week().alias("week"), "track_id", "listener_id", "kind", F.struct("partition", "offset").alias("place")
        )
        .where(F.col("week") >= MIN_WEEK)
    )
    score = F.col("plays") * weights.play + F.col("likes") * weights.like + F.col("skips") * weights.skip
    by_rank = Window.partitionBy("week").orderBy(F.col("score").desc(), F.col("plays").desc(), F.col("track_id"))
    return (
        _plays_and_skips(counted)
        .unionByName(_likes(counted))
        .groupBy("week", "track_id")
        .agg(*(F.sum(name).alias(name) for name in ("plays", "likes", "skips")))
        .withColumn("score", score)
        .withColumn("rank", F.row_number().over(by_rank))
        .select("week", "track_id", "score", "plays", "likes", "skips", "rank")
    )


def _plays_and_skips(counted: DataFrame) -> DataFrame:
    return (
        counted.where(F.col("kind").isin(PLAY, SKIP))
        .groupBy("week", "track_id")
        .agg(F.count_if(F.col("kind") == PLAY).alias("plays"), F.count_if(F.col("kind") == SKIP).alias("skips"))
        .withColumn("likes", F.lit(0).cast("long"))
    )


def _likes(counted: DataFrame) -> DataFrame:
    zero = F.lit(0).cast("long")
    return (
        counted.where(F.col("kind").isin(*OPINIONS))
        .groupBy("week", "track_id", "listener_id")
        .agg(F.max_by("kind", "place").alias("opinion"))
        .where(F.col("opinion") == LIKE)
        .groupBy("week", "track_id")
        .agg(F.count(F.lit(1)).alias("likes"))
        .select("week", "track_id", zero.alias("plays"), "likes", zero.alias("skips"))
    )


def _week() -> Column:
    """Return the number of the week of an event's moment: not later than it was recorded."""
    day = F.to_date(F.least("occurred_at", "recorded_at"))
    return F.floor(F.datediff(day, F.lit(FIRST_MONDAY)) / DAYS).cast("int")


def _between(activity: DataFrame, first: int, last: int) -> DataFrame:
    """Keep what may belong to these weeks; MongoDB's index on `occurred_at` finds it."""
    since = F.lit(datetime.combine(monday_of(first), datetime.min.time(), tzinfo=UTC))
    until = F.lit(end_of(last))
    ended = (F.col("occurred_at") < until) | (F.col("recorded_at") < until)
    return activity.where((F.col("occurred_at") >= since) & ended)


def _by_week(chart: DataFrame) -> Iterator[tuple[int, list[WeekRow]]]:
    rows = chart.orderBy("week", "rank").toLocalIterator()
    for week, of_week in groupby(rows, key=lambda row: row["week"]):
        yield week, [WeekRow(**row.asDict()) for row in of_week]
