"""Looks at one path without opening it."""

import errno
import os
import stat
from pathlib import Path

from etl.locations import file_url
from etl.readers.listing import FoundFile, NotAFile


def look_at(path: Path | str) -> FoundFile | NotAFile:
    """Return a regular file with its stamp, or why this is none; follows links, never opens (a pipe would hang)."""
    url = file_url(path)
    try:
        status = os.stat(path)
    except OSError as error:
        return NotAFile(url, *_reason(path, error))
    if stat.S_ISREG(status.st_mode):
        return FoundFile(url=url, size=status.st_size, mtime_ns=status.st_mtime_ns, ctime_ns=status.st_ctime_ns)
    kind = "is a directory" if stat.S_ISDIR(status.st_mode) else "not a regular file"
    return NotAFile(url, kind, f"mode {stat.filemode(status.st_mode)}")


def _reason(path: Path | str, error: OSError) -> tuple[str, str]:
    if error.errno == errno.ELOOP:
        return "symlink loop", "the link leads back to itself"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return ("broken link", "the link's target does not exist") if os.path.islink(path) else ("missing", str(error))
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission denied", error.strerror or ""
    return "unreadable", error.strerror or ""
