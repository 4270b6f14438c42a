"""Distributes files over executors; what is done with a batch of them is handed in."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TypeVar

from pyspark import SparkContext
from pyspark.sql import SparkSession

File = TypeVar("File")
Report = TypeVar("Report")

FILES_PER_BATCH = 400
"""Enough that starting a process that can listen (2 s) does not count, few enough that executors stay even."""
WATCH_EVERY_S = 0.5
CANCEL_EVERY_S = 0.1


def run(
    spark: SparkSession,
    files: Sequence[File],
    extract: Callable[[list[File]], Report],
    *,
    watch: Callable[[], None] = lambda: None,
) -> list[Report]:
    """Run `extract` on batches of `files` on the executors, the first files first; return its reports.

    `watch` is called meanwhile, twice a second; what it raises, and Ctrl-C, ends the job. `extract` is pickled, must be
    importable there, and stores its results itself as it goes, so that a run that dies loses little: a batch that Spark
    tries again finds the first try's results. The executors must see the same files under the same names.
    """
    if not files:
        return []
    context = spark.sparkContext
    batches = dealt(files, n_at_once=context.defaultParallelism)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(lambda: context.parallelize(batches, len(batches)).map(extract).collect())
        try:
            while not wait([running], timeout=WATCH_EVERY_S).done:
                watch()
        except BaseException:
            _cancel(running, context)
            raise
        return running.result()


def dealt(files: Sequence[File], *, n_at_once: int) -> list[list[File]]:
    """Return batches in the order in which Spark begins them, `n_at_once` beside one another.

    Those begin with the first files. Neighbours, who are alike, go to different batches of nearly equal length.
    """
    n_files = n_at_once * FILES_PER_BATCH
    waves = [files[start : start + n_files] for start in range(0, len(files), n_files)]
    return [list(wave[start::n_at_once]) for wave in waves for start in range(min(n_at_once, len(wave)))]


def _cancel(running: Future[list[Report]], context: SparkContext) -> None:
    """Cancel until `running` is done: it may be about to start the job, and only one that there is can be cancelled."""
    while True:
        with suppress(Exception):  # of a Java process that is gone; `running` ends with the same error
            context.cancelAllJobs()
        if wait([running], timeout=CANCEL_EVERY_S).done:
            return
