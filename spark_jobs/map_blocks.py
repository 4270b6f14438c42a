"""The parts of a map that executors make: what is measured in each sound, and places among tracks that have one."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import FloatType, StringType, StructField, StructType

from recommender.room.map.placement import Placed, place
from recommender.room.measures import MEASURES, measure
from spark_jobs.vector_blocks import Batches, raw_vectors

ROWS_PER_TASK = 20_000
"""Tracks that an executor places at a time; fewer in all are placed here, for sending what has a place takes longer."""
_NAMES = [each.name for each in MEASURES]
_MEASURED = StructType(
    [StructField("track_id", StringType(), nullable=False), *(StructField(name, FloatType()) for name in _NAMES)]
)


def collect_measures(frame: DataFrame, track_ids: Sequence[str]) -> dict[str, np.ndarray]:
    """Return each measure by name, float32 [n] in the order of `track_ids`; NaN for a track that `frame` has not.

    `frame` has the columns `track_id` and `vector`; vectors are measured where they lie.
    """

    def measure_blocks(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            values = measure(raw_vectors(batch.column("vector")))
            columns = [pa.array(values[:, i], from_pandas=False) for i in range(len(_NAMES))]
            yield pa.record_batch([batch.column("track_id"), *columns], names=["track_id", *_NAMES])

    table = frame.select("track_id", "vector").mapInArrow(measure_blocks, _MEASURED).toArrow()
    rows = {track_id: row for row, track_id in enumerate(track_ids)}
    at = np.array([rows.get(track_id, -1) for track_id in table.column("track_id").to_pylist()], dtype=np.int64)
    measures = {}
    for name in _NAMES:
        values = np.full(len(track_ids), np.nan, dtype=np.float32)
        values[at[at >= 0]] = table.column(name).to_numpy()[at >= 0]
        measures[name] = values
    return measures


def place_on_executors(
    spark: SparkSession, vectors: np.ndarray, placed: Placed, *, rows_per_task: int = ROWS_PER_TASK
) -> np.ndarray:
    """Return what `place` returns, float32 [m, 3]; executors are sent `placed` once and place a block at a time."""
    if len(vectors) < rows_per_task:
        return place(vectors, placed)
    context = spark.sparkContext
    n_blocks = max(context.defaultParallelism, len(vectors) // rows_per_task)
    blocks = np.array_split(vectors, n_blocks)
    sent = context.broadcast(placed)
    try:
        parts = context.parallelize(blocks, n_blocks).map(lambda block: place(block, sent.value)).collect()
    finally:
        sent.destroy()
    return np.concatenate(parts)
