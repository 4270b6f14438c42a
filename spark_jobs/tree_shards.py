"""The trees of several shards, grown by executors: each grows one at a time."""

from collections.abc import Iterator, Sequence

import numpy as np
from pyspark import StorageLevel
from pyspark.sql import SparkSession

from recommender.similarity.search.trees import grow_all_here, grow_shard


def grow_on_executors(spark: SparkSession, shards: Sequence[np.ndarray], trees: int, seed: int) -> Iterator[bytes]:
    """Yield what `grow_all_here` yields; a single shard is grown here. Executors keep theirs until it is asked for."""
    if len(shards) == 1:
        yield from grow_all_here(shards, trees, seed)
        return
    sent = spark.sparkContext.parallelize(shards, len(shards))
    grown = sent.map(lambda projected: grow_shard(projected, trees, seed)).persist(StorageLevel.MEMORY_AND_DISK)
    try:
        grown.count()  # all at once; the iteration below would grow them one after another
        yield from grown.toLocalIterator()
    finally:
        grown.unpersist()
