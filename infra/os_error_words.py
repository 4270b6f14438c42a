"""What the operating system refused, in words: what, which path, what to do."""

import errno
import os
from pathlib import Path

_MENDED_BY_HAND = {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ENOENT, errno.EEXIST, errno.ELOOP,
    errno.ENAMETOOLONG, errno.ENOTEMPTY, errno.EINVAL,
}  # fmt: skip
"""Trying the same again cannot help."""


def is_mended_by_hand(error: OSError) -> bool:
    """Whether the person has to change something before the same command can work."""
    return error.errno in _MENDED_BY_HAND


def in_words(error: OSError, *, home: Path) -> str:
    """Return one sentence for the person at the keyboard."""
    path = _path_of(error)
    what = os.strerror(error.errno) if error.errno else str(error) or type(error).__name__
    named = f"{path}: {what}" if path else (f"{error}" if str(error) else what)
    return f"{named}; {_remedy(error, path, home)}"


def how_to_own(home: Path, *, is_ours: bool = True) -> str:
    """Return the command that gives the home folder, and all in it, back to whoever runs segue."""
    command = f"chmod -R u+rwX {home}" if is_ours else f'sudo chown -R "$(id -un)" {home}'
    return f"run `{command}`"


def _remedy(error: OSError, path: Path | None, home: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "make room there and run the same again"
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "too many files are open: raise the limit (ulimit -n 4096) and run the same again"
    if error.errno == errno.EROFS:
        return "that file system is read-only: set SEGUE_HOME to a folder that can be written"
    if path is not None and path.is_relative_to(home):
        if error.errno in (errno.EACCES, errno.EPERM):
            return f"{how_to_own(home, is_ours=_is_ours(path))}, or set SEGUE_HOME to another folder"
        return "move it away, or set SEGUE_HOME to another folder"
    return "check the path and its rights" if path is not None else "see `segue doctor`"


def _is_ours(path: Path) -> bool:
    return path.exists() and path.stat().st_uid == os.geteuid()


def _path_of(error: OSError) -> Path | None:
    name = error.filename2 or error.filename
    return Path(os.fsdecode(name)).absolute() if isinstance(name, str | bytes | os.PathLike) else None
