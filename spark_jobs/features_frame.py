"""The feature vectors of the present tracks as one Spark frame, read through the MongoDB connector."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - Spark's own custom
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    DoubleType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from recommender.errors import FingerprintMismatch
from recommender.similarity.features import N_COLUMNS

TRACKS_SCHEMA = StructType(
    [
        StructField("_id", StringType(), nullable=False),
        StructField("title", StringType()),
        StructField("artist", StringType()),
        StructField("album", StringType()),
        StructField("genres", ArrayType(StringType())),
        StructField("duration_s", DoubleType()),
        StructField("status", StringType()),
    ]
)
FEATURES_SCHEMA = StructType(
    [
        StructField("_id", StringType(), nullable=False),
        StructField("fingerprint", StringType()),
        StructField("vector", BinaryType()),
        StructField("analysed_at", TimestampType()),
    ]
)
VECTOR_BYTES = 4 * N_COLUMNS
_PARTITIONER = "com.mongodb.spark.sql.connector.read.partitioner.PaginateBySizePartitioner"
"""The connector's own choice, AutoBucketPartitioner, fails where nothing matches: an empty catalogue."""
TABLE_COLUMNS = ("track_id", "title", "artist", "album", "genres", "duration_s")


@dataclass(frozen=True, kw_only=True)
class MongoSource:
    """The database that holds `tracks` and `features`."""

    uri: str
    database: str


@dataclass(frozen=True)
class Census:
    """What is there before anything is read in full."""

    n_tracks: int
    """Present tracks with a usable vector."""
    left_out: int
    """Present tracks without one."""
    data_cutoff: datetime | None
    """When the newest vector was made, UTC."""


def present_features(spark: SparkSession, source: MongoSource) -> DataFrame:
    """Return the present tracks with the vectors they have.

    Columns: `TABLE_COLUMNS`, `fingerprint`, `vector` (float32 little-endian bytes), `analysed_at`; the last three are
    null for a track that was not analysed.
    """
    tracks = read_collection(spark, source, "tracks", TRACKS_SCHEMA).where(F.col("status") == "present").drop("status")
    features = read_collection(spark, source, "features", FEATURES_SCHEMA)
    return (
        tracks.join(features, on="_id", how="left")
        .withColumnRenamed("_id", "track_id")
        .select(*TABLE_COLUMNS, "fingerprint", "vector", "analysed_at")
    )


def take_census(frame: DataFrame, *, fingerprint: str) -> Census:
    """Count the tracks of `present_features`.

    Raises:
        FingerprintMismatch: a present track has a vector of another declaration.

    """
    usable = F.coalesce(F.octet_length("vector") == VECTOR_BYTES, F.lit(False))
    groups = (
        frame.groupBy("fingerprint", usable.alias("usable"))
        .agg(F.count(F.lit(1)).alias("n"), F.max("analysed_at").alias("newest"))
        .collect()
    )
    for group in groups:
        if group["fingerprint"] not in (None, fingerprint):
            raise FingerprintMismatch(actual=group["fingerprint"], expected=fingerprint)
    newest = [group["newest"].astimezone(UTC) for group in groups if group["usable"]]
    return Census(
        n_tracks=sum(group["n"] for group in groups if group["usable"]),
        left_out=sum(group["n"] for group in groups if not group["usable"]),
        data_cutoff=max(newest, default=None),
    )


def usable_rows(frame: DataFrame, *, fingerprint: str) -> DataFrame:
    """Return the rows of `present_features` that have a whole vector of this declaration."""
    return frame.where((F.col("fingerprint") == fingerprint) & (F.octet_length("vector") == VECTOR_BYTES))


def in_order(frame: DataFrame, *, fingerprint: str, partitions: int) -> DataFrame:
    """Return the usable rows, ordered by track id across partitions: `TABLE_COLUMNS` and `vector`."""
    return (
        usable_rows(frame, fingerprint=fingerprint)
        .select(*TABLE_COLUMNS, "vector")
        .repartitionByRange(partitions, "track_id")
        .sortWithinPartitions("track_id")
    )


def read_collection(spark: SparkSession, source: MongoSource, collection: str, schema: StructType) -> DataFrame:
    """Return a collection as a frame; what is selected and filtered at once is done by MongoDB."""
    return (
        spark.read.format("mongodb")
        .option("connection.uri", source.uri)
        .option("database", source.database)
        .option("collection", collection)
        .option("partitioner", _PARTITIONER)
        .schema(schema)
        .load()
    )
