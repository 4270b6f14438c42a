"""The home folder, looked at before a command begins: its faults are said at once, not met halfway."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from infra.disk_space import nearest_existing
from infra.os_error_words import how_to_own
from recommender.errors import BadSetting

_WRITTEN = ("cache", "kafka", "logs", "mongo", "run")
"""Folders whose files are changed in place."""
_READ = ("apt", "artifacts", "jars", "music")
"""Folders whose files are only read once they are there."""
_FILES_IN = {"run": (".json", ".lock", ".guests"), "logs": (".log", ".out")}
"""What may not be a folder, by its ending."""


class BadHome(BadSetting):
    """The home folder, or something in it, cannot be used by this person."""


def require_home(home: Path) -> None:
    """Raise `BadHome`, which names the path and what to do, when segue could not work in this folder; makes nothing."""
    for trouble in home_troubles(home.absolute()):
        raise BadHome(trouble)


def home_troubles(home: Path) -> Iterator[str]:
    """Yield what is wrong with the home folder and the first two levels of what it holds, one sentence each."""
    if not home.exists():
        yield from _cannot_be_made(home)
        return
    yield from _folder_trouble(home, home=home, written=True)
    for name in (*_WRITTEN, *_READ):
        folder = home / name
        if _exists(folder):
            yield from _folder_trouble(folder, home=home, written=name in _WRITTEN)
    yield from _file_trouble(home / "secret_key", home=home, written=False)


def _cannot_be_made(home: Path) -> Iterator[str]:
    nearest = nearest_existing(home)
    if home.is_symlink():
        yield f"the home folder {home} is a link to {home.readlink()}, which does not exist; {_ELSEWHERE}"
    elif not nearest.is_dir():
        yield f"the home folder {home} cannot be made: {nearest} is a file, not a folder; {_ELSEWHERE}"
    elif not os.access(nearest, os.W_OK | os.X_OK):
        yield f"the home folder {home} cannot be made: {nearest} cannot be written; {_ELSEWHERE}"


def _folder_trouble(folder: Path, *, home: Path, written: bool) -> Iterator[str]:
    if not folder.is_dir():
        what = "the home folder " if folder == home else ""
        yield f"{what}{folder} is a file where segue needs a folder; move it away, or {_ELSEWHERE}"
    elif not os.access(folder, os.R_OK | os.X_OK):
        yield _denial(folder, "read", home)
    elif written and not os.access(folder, os.W_OK):
        yield _denial(folder, "written", home)
    elif folder != home:
        for path in sorted(folder.iterdir()):
            yield from _entry_trouble(path, home=home, written=written)


def _entry_trouble(path: Path, *, home: Path, written: bool) -> Iterator[str]:
    if path.suffix not in _FILES_IN.get(path.parent.name, ()) and path.is_dir():
        needed = os.R_OK | os.X_OK | (os.W_OK if written else 0)
        if not os.access(path, needed):
            yield _denial(path, "written" if written else "read", home)
        return
    yield from _file_trouble(path, home=home, written=written)


def _file_trouble(path: Path, *, home: Path, written: bool) -> Iterator[str]:
    if not _exists(path):
        return
    if path.is_dir():
        yield f"{path} is a folder where segue needs a file; remove it, or {_ELSEWHERE}"
    elif not os.access(path, os.R_OK):
        yield _denial(path, "read", home)
    elif written and not os.access(path, os.W_OK):
        yield _denial(path, "written", home)


def _denial(path: Path, verb: str, home: Path) -> str:
    owner = path.stat().st_uid
    is_ours = owner == os.geteuid()
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return f"{path} cannot be {verb}: its file system is read-only; {_ELSEWHERE}"
    whose = f"its mode is {stat.filemode(path.stat().st_mode)}"
    if not is_ours:
        whose = f"it belongs to user {_user_name(owner)}, and segue runs as {_user_name(os.geteuid())}"
    return f"{path} cannot be {verb} ({whose}); {how_to_own(home, is_ours=is_ours)}, or {_ELSEWHERE}"


def _user_name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


_ELSEWHERE = "set SEGUE_HOME to another folder"
