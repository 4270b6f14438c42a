from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from spark_jobs.extract import FILES_PER_BATCH, dealt, run

WITHIN_S = 10.0


class SlowJob:
    """A Spark of one job, which there is only after somebody tried in vain to cancel it."""

    defaultParallelism = 2  # noqa: N815

    def __init__(self, *, error: str = "") -> None:
        """Raise `error` at every attempt to cancel."""
        self.n_attempts = 0
        self._error = error
        self._tried, self._there, self._cancelled = Event(), Event(), Event()

    def parallelize(self, _batches: list[list[int]], _n_slices: int) -> "SlowJob":
        return self

    def map(self, _extract: Callable[[list[int]], int]) -> "SlowJob":
        return self

    def collect(self) -> list[int]:
        assert self._tried.wait(WITHIN_S)
        self._there.set()
        assert self._cancelled.wait(WITHIN_S)
        raise RuntimeError("the job was cancelled")

    def cancelAllJobs(self) -> None:  # noqa: N802
        self.n_attempts += 1
        self._tried.set()
        if self._there.is_set():
            self._cancelled.set()
        if self._error:
            raise ConnectionRefusedError(self._error)


def stop() -> None:
    raise KeyboardInterrupt


def run_with(context: SlowJob) -> None:
    spark: Any = SimpleNamespace(sparkContext=context)
    run(spark, [1, 2, 3], len, watch=stop)


def test_a_stop_before_there_is_a_job_ends_the_job() -> None:
    context = SlowJob()
    with pytest.raises(KeyboardInterrupt):
        run_with(context)
    assert context.n_attempts > 1


def test_a_stop_is_a_stop_although_java_is_gone() -> None:
    with pytest.raises(KeyboardInterrupt):
        run_with(SlowJob(error="refused"))


def test_what_comes_first_is_in_the_batches_that_begin_first() -> None:
    n_at_once = 3
    files = range(2 * n_at_once * FILES_PER_BATCH + 100)
    batches = dealt(files, n_at_once=n_at_once)
    assert sorted(file for batch in batches for file in batch) == list(files)
    n_files = n_at_once * FILES_PER_BATCH
    for first, start in ((0, 0), (3, n_files), (6, 2 * n_files)):
        wave = batches[first : first + n_at_once]
        assert sorted(file for batch in wave for file in batch) == list(files[start : start + n_files])
        assert max(map(len, wave)) - min(map(len, wave)) <= 1


def test_neighbours_go_to_different_batches_and_none_is_empty() -> None:
    assert dealt("abcde", n_at_once=2) == [["a", "c", "e"], ["b", "d"]]
    assert dealt("ab", n_at_once=4) == [["a"], ["b"]]
