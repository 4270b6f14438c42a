"""Changes a file's tags so that nothing else can come of it: on a copy beside it, checked, then renamed over it."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp

from etl.ingest.identity import audio_identity
from etl.tags.writing.refusal import CannotWrite, ChangedMeanwhile
from recommender.errors import BadAudio

_PREFIX = ".segue-"
"""Of the copy's name; an ingest does not see it."""


def rewrite(
    path: Path,
    change: Callable[[Path], None],
    *,
    check: Callable[[Path], None],
    before_replacing: Callable[[], None] = lambda: None,
) -> None:
    """Have `change` work on a copy, and put that in the file's place when its sound is the same and `check` is content.

    Mode, owner and extended attributes stay; the time of the last change becomes now. Raises `CannotWrite`, also for
    links, files of several names and folders that cannot be written: the file is then as it was, byte for byte.
    """
    before = _own_file(path)
    try:
        sound = audio_identity(path)
        copy = _copy_of(path)
    except BadAudio as error:
        raise CannotWrite(f"it cannot be read: {error}") from error
    except OSError as error:
        raise CannotWrite(_folder_words(error)) from error
    try:
        change(copy)
        if audio_identity(copy) != sound:
            raise CannotWrite("its sound would not be the same afterwards, so nothing was written")
        check(copy)
        _keep_attributes(path, copy, before)
        if _stamp(_own_file(path)) != _stamp(before):
            raise ChangedMeanwhile
        before_replacing()
        if _stamp(_own_file(path)) != _stamp(before):
            raise ChangedMeanwhile
        copy.replace(path)
        _sync_folder(path.parent)
    except BadAudio as error:
        raise CannotWrite(f"its sound could not be read afterwards, so nothing was written: {error}") from error
    except OSError as error:
        raise CannotWrite(f"it cannot be written: {error.strerror or error}") from error
    finally:
        copy.unlink(missing_ok=True)


def _own_file(path: Path) -> os.stat_result:
    """Return what the file is now; raises `CannotWrite` for one whose place a copy cannot take."""
    try:
        status = path.lstat()
    except OSError as error:
        raise CannotWrite(f"it cannot be looked at: {error.strerror}") from error
    if stat.S_ISLNK(status.st_mode):
        raise CannotWrite("it is a link, and segue writes only the very file that a track names")
    if not stat.S_ISREG(status.st_mode):
        raise CannotWrite("it is no regular file")
    if status.st_nlink > 1:
        raise CannotWrite(
            f"it has {status.st_nlink} names (hard links), and a new file under one of them would part them"
        )
    return status


def _copy_of(path: Path) -> Path:
    handle, name = mkstemp(prefix=_PREFIX, suffix=path.suffix, dir=path.parent)
    copy = Path(name)
    try:
        with open(handle, "wb") as target, path.open("rb") as source:
            shutil.copyfileobj(source, target, 1 << 20)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _keep_attributes(path: Path, copy: Path, before: os.stat_result) -> None:
    """Give the copy the file's mode, owner and extended attributes, and have it on the disk."""
    made = copy.stat()
    if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
        try:
            os.chown(copy, before.st_uid, before.st_gid)
        except PermissionError as error:
            raise CannotWrite("it belongs to another user or group, whose it would not be any more") from error
    shutil.copystat(path, copy)
    os.utime(copy)
    with copy.open("rb") as file:
        os.fsync(file.fileno())


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folder_words(error: OSError) -> str:
    return f"nothing can be written into its folder: {error.strerror or error}"
