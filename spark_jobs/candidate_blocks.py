"""Candidates for the neighbour table, found by executors: each asks for the nearest of a block of tracks at a time."""

from collections.abc import Iterator

import numpy as np
from pyspark.sql import SparkSession

from recommender.similarity.neighbour_table_build import find_all_here
from recommender.similarity.search.cells import NearestSearch

MIN_ROWS = 20_000
"""Fewer tracks are asked about here, for sending what they are looked for in takes longer."""
ROWS_PER_TASK = 4_096


def find_on_executors(
    spark: SparkSession, search: NearestSearch, vectors: np.ndarray, k: int, *, min_rows: int = MIN_ROWS
) -> Iterator[np.ndarray]:
    """Yield what `find_all_here` yields; executors are sent `search` once, and few blocks are held here at a time."""
    if len(vectors) < min_rows:
        yield from find_all_here(search, vectors, k)
        return
    context = spark.sparkContext
    sent = context.broadcast(search)
    try:
        n_blocks = -(-len(vectors) // ROWS_PER_TASK)
        blocks = context.parallelize(np.array_split(vectors, n_blocks), n_blocks)
        found = blocks.map(lambda block: sent.value.find(block, k)[0].astype(np.int32).tobytes())
        for rows in found.toLocalIterator(prefetchPartitions=True):
            yield np.frombuffer(rows, dtype=np.int32).reshape(-1, min(k, len(search)))
    finally:
        sent.destroy()
