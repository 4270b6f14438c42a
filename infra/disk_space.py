"""How much room a folder's file system has left."""

import os
from pathlib import Path

from recommender.errors import ServerUnavailable

MIN_FREE_MB = 64
"""Below it a disk counts as full: MongoDB's journal alone grows by files of this order."""


class DiskFull(ServerUnavailable):
    """A server cannot run until there is room on its disk."""


def nearest_existing(path: Path) -> Path:
    """Return the path itself, or the nearest folder above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def free_mb(path: Path) -> float:
    """Return what an ordinary user may still write where `path` is or would be, in MB (10^6 bytes)."""
    file_system = os.statvfs(nearest_existing(path.absolute()))
    return file_system.f_bavail * file_system.f_frsize / 1e6


def full_disk(path: Path) -> str:
    """Return a sentence that says by name that the disk is full, empty when it is not."""
    free = free_mb(path)
    if free >= MIN_FREE_MB:
        return ""
    return f"disk full: {free:.0f} MB free at {path}; make room there (at least {MIN_FREE_MB} MB)"


def require_room(path: Path, *, server: str) -> None:
    """Raise `DiskFull`, which names the disk, when a server could not write there."""
    if full := full_disk(path):
        raise DiskFull(f"{server} cannot run, {full}")
