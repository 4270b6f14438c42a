"""Processes that a test looks at or holds up."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.deadline import eventually


def is_gone(pid: int) -> bool:
    """Return whether a process has ended, though nobody may have asked for its exit code yet."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@contextmanager
def paused(pid: int | None) -> Iterator[None]:
    """Have the process hang, its ports open: stop every thread of it, and let it go on afterwards.

    The signal alone is not enough: for a moment after it a thread on another core still answers.
    """
    assert pid
    os.kill(pid, signal.SIGSTOP)
    try:
        eventually(lambda: _thread_states(pid) == {"T"}, within_s=10, what=f"process {pid} stopped")
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def _thread_states(pid: int) -> set[str]:
    stats = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    return {stat.rpartition(")")[2].split()[0] for stat in stats}
