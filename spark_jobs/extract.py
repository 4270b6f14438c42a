"""Distributes files over executors; what is done with a batch of them is handed in."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from pyspark.sql import SparkSession

File = TypeVar("File")
Report = TypeVar("Report")

FILES_PER_BATCH = 400
"""Enough that starting a process that can listen (2 s) does not count, few enough that executors stay even."""


def run(spark: SparkSession, files: Sequence[File], extract: Callable[[list[File]], Report]) -> list[Report]:
    """Run `extract` on batches of `files` on the executors; return its reports.

    `extract` is pickled, must be importable there, and stores its results itself as it goes, so that a run that
    dies loses little: a batch that Spark tries again finds the first try's results. The executors must see the
    same files under the same names.
    """
    if not files:
        return []
    batches = dealt(files, max(spark.sparkContext.defaultParallelism, math.ceil(len(files) / FILES_PER_BATCH)))
    return spark.sparkContext.parallelize(batches, len(batches)).map(extract).collect()


def dealt(files: Sequence[File], n_batches: int) -> list[list[File]]:
    """Return at most `n_batches` lists of nearly equal length; neighbours, who are alike, go to different ones."""
    return [list(files[start::n_batches]) for start in range(min(n_batches, len(files)))]
