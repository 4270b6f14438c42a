"""How a folder becomes durable, and how only one publisher works at a time."""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from recommender.clock import Clock
from recommender.errors import SegueError

LEASE = timedelta(minutes=30)
"""A remote publisher that has not finished within this time counts as dead."""


class PublisherBusy(SegueError):
    """Another process is publishing this kind of artifact right now."""


class LostLease(SegueError):
    """Another publisher took over while this one was away longer than its lease."""


class _Lease(msgspec.Struct, frozen=True):
    owner: str
    expires_at: float
    """Unix time, seconds."""


def sync(path: Path) -> None:
    """Make a file or folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_text(path: Path, text: str) -> None:
    """Replace a small file whole: a reader sees the old text or the new, never half of it."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    temporary.write_text(text)
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the publisher's lock of a local folder; the kernel lets go of it when the process dies.

    Raises:
        PublisherBusy: somebody else holds it.

    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 64, 0).decode(errors="replace").strip() or "unknown"
            raise PublisherBusy(
                f"process {holder} is publishing into {folder}; wait for it to finish, or stop it, and try again"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


class RemoteLease:
    """The publisher's lock in an object store: a lease that runs out, since nobody there notices a dead process.

    Two that start within the same instant are told apart by reading the lease again before the pointer moves
    (`confirm`), which is as good as stores without conditional writes allow.
    """

    def __init__(self, files: Any, path: str, *, clock: Clock) -> None:
        self._files = files
        self._path = path
        self._clock = clock
        self._owner = uuid.uuid4().hex

    @contextmanager
    def held(self) -> Iterator["RemoteLease"]:
        """Take the lease for the block; raises `PublisherBusy` while somebody else's has not run out."""
        now = self._clock()
        current = self._read()
        if current is not None and current.expires_at > now.timestamp():
            raise PublisherBusy(
                f"another publisher holds {self._path} for {current.expires_at - now.timestamp():.0f} s more; "
                "wait for it to finish and try again"
            )
        lease = _Lease(owner=self._owner, expires_at=(now + LEASE).timestamp())
        self._files.pipe_file(self._path, msgspec.json.encode(lease))
        try:
            self.confirm()
            yield self
        finally:
            if (current := self._read()) is not None and current.owner == self._owner:
                self._files.rm_file(self._path)

    def confirm(self) -> None:
        """Raise `LostLease` when the lease is no longer ours."""
        current = self._read()
        if current is None or current.owner != self._owner:
            raise LostLease(f"another publisher took over {self._path}; nothing was made current, build again")

    def _read(self) -> _Lease | None:
        try:
            return msgspec.json.decode(self._files.cat_file(self._path), type=_Lease)
        except FileNotFoundError:
            return None
        except msgspec.MsgspecError:
            return None  # half a lease is nobody's
