"""Listening sessions as a Spark job: read every play, cut each listener's into sessions, hand them over as arrays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - Spark's own custom
from pyspark.sql.types import (
    BinaryType,
    BooleanType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from recommender.sequences.build import ArchivedSessions
from recommender.sequences.cutting import are_first, day_of
from recommender.sequences.memory import UNKNOWN
from recommender.sequences.records import Numbering
from recommender.sequences.serving.learning import MIN_TRACKS
from recommender.sequences.serving.session_arrays import SessionArrays, keep_ended
from spark_jobs.features_frame import MongoSource, read_collection
from spark_jobs.vector_blocks import Batches

PLAYS_SCHEMA = StructType(
    [
        StructField("_id", BinaryType(), nullable=False),
        StructField("listener_id", StringType(), nullable=False),
        StructField("track_id", StringType(), nullable=False),
        StructField("at", TimestampType(), nullable=False),
    ]
)
ARTISTS_SCHEMA = StructType([StructField("_id", StringType(), nullable=False), StructField("artist", StringType())])
_NUMBERED = StructType(
    [
        StructField("track_id", StringType(), nullable=False),
        StructField("track", IntegerType(), nullable=False),
    ]
)
_MARKED = StructType(
    [
        StructField("track", IntegerType(), nullable=False),
        StructField("at_ms", LongType(), nullable=False),
        StructField("is_first", BooleanType(), nullable=False),
    ]
)
DAY_MS = 86_400_000


@dataclass(frozen=True, kw_only=True)
class SessionsConfig:
    """What the job reads."""

    source: MongoSource
    known_until: datetime
    """All plays before it are known: later ones are not looked at, and sessions that go on then are left out."""
    say: Callable[[str], None] = lambda _: None


def run(spark: SparkSession, config: SessionsConfig) -> ArchivedSessions:
    """Return the sessions of all listeners that had ended, of two tracks at least."""
    config.say("reading plays")
    plays = read_collection(spark, config.source, "plays", PLAYS_SCHEMA).where(F.col("at") <= config.known_until)
    track_ids, artists_by_track = _names(plays, read_collection(spark, config.source, "tracks", ARTISTS_SCHEMA))
    artists = Numbering()
    artist_of = np.array([artists.number(name) if name else UNKNOWN for name in artists_by_track], dtype=np.int32)
    config.say("cutting sessions")
    sessions = _cut(spark, plays, track_ids, artist_of)
    return ArchivedSessions(
        sessions=keep_ended(sessions, by_day=day_of(config.known_until), min_tracks=MIN_TRACKS),
        track_ids=track_ids,
        artists=[str(name) for name in artists.numbers],
        known_until=config.known_until,
    )


def _names(plays: DataFrame, tracks: DataFrame) -> tuple[list[str], list[str | None]]:
    """Return the tracks that were played, ascending, and the artist of each where it is known."""
    heard = plays.select("track_id").distinct()
    table = heard.join(tracks.withColumnRenamed("_id", "track_id"), on="track_id", how="left").toArrow()
    table = table.sort_by("track_id")
    return table.column("track_id").to_pylist(), table.column("artist").to_pylist()


def _cut(spark: SparkSession, plays: DataFrame, track_ids: list[str], artist_of: np.ndarray) -> SessionArrays:
    """Return all sessions, listener after listener."""
    if not track_ids:
        nothing = np.zeros(0, dtype=np.int32)
        return SessionArrays(nothing, nothing, np.zeros(0), np.zeros(1, dtype=np.int64))
    numbers = pa.table({"track_id": track_ids, "track": np.arange(len(track_ids), dtype=np.int32)})
    marked = (
        plays.join(spark.createDataFrame(numbers, _NUMBERED), on="track_id")
        .select("listener_id", F.unix_millis("at").alias("at_ms"), "_id", "track")
        .repartition("listener_id")
        .sortWithinPartitions("listener_id", "at_ms", "_id")
        .select("listener_id", "track", "at_ms")
        .mapInArrow(mark_sessions, _MARKED)
        .toArrow()
    )
    track, at_ms = marked.column("track").to_numpy(), marked.column("at_ms").to_numpy()
    start = np.append(np.flatnonzero(marked.column("is_first").to_numpy()), len(track)).astype(np.int64)
    return SessionArrays(track, artist_of[track], at_ms / DAY_MS, start)


def mark_sessions(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Yield the plays of a partition, ordered by listener and time, each with whether it begins a session."""
    before: tuple[str, int] | None = None
    for batch in batches:
        if not batch.num_rows:
            continue
        listener = batch.column("listener_id").to_numpy(zero_copy_only=False)
        at_ms = batch.column("at_ms").to_numpy()
        is_first = are_first(listener, at_ms, before=before)
        before = (listener[-1], int(at_ms[-1]))
        yield pa.record_batch(
            [batch.column("track"), batch.column("at_ms"), pa.array(is_first)], names=["track", "at_ms", "is_first"]
        )
