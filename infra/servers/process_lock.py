"""Locks between processes that the operating system lets go when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ProcessLock:
    """An advisory lock on a file: one exclusive holder, or any number of shared ones."""

    def __init__(self, path: Path) -> None:
        """Open the lock file, making its folder where needed; nothing is locked yet."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        # A forked worker would otherwise hold the lock on after its parent has died.
        os.register_at_fork(after_in_child=self.release)

    def try_exclusive(self) -> bool:
        """Take the lock alone if nobody holds it."""
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        """Take the lock beside other shared holders if nobody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def wait_exclusive(self) -> None:
        """Take the lock alone, waiting for the other holders."""
        assert self._file is not None
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def release(self) -> None:
        """Let go; the lock cannot be used again."""
        if self._file is None:
            return
        os.close(self._file)
        self._file = None

    def _try(self, kind: int) -> bool:
        assert self._file is not None
        try:
            fcntl.flock(self._file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def exclusive_lock(path: Path) -> Iterator[None]:
    """Hold the lock on `path` alone during the block, waiting for it first."""
    lock = ProcessLock(path)
    try:
        lock.wait_exclusive()
        yield
    finally:
        lock.release()
