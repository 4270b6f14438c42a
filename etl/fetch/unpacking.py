"""Unpack a zip into a folder: nothing outside it, nothing half-written, nothing twice."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from etl.fetch.downloads import BadDownload
from etl.fetch.progress import Progress
from recommender.errors import SegueError

_CHUNK = 1 << 18
_SYMLINK = 0o120000
_KIND_OF_FILE = 0o170000


class DiskFull(SegueError):
    """There is not enough room for what was asked."""


def require_space(folder: Path, n_bytes: int) -> None:
    """Raise `DiskFull` unless `folder`'s disk has `n_bytes` free."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < n_bytes:
        raise DiskFull(
            f"{folder} has {free / 1e9:.1f} GB free, {n_bytes / 1e9:.1f} GB are needed; use --into on a larger disk"
        )


def unpack(archive: Path, into: Path, *, progress: Progress) -> int:
    """Unpack every member that is not already there intact, and return how many members there are.

    Raises `BadDownload` for a member that would land outside `into`, is a link, or fails its CRC.
    """
    with open_zip(archive) as source:
        members = [(info, safe_target(info, into)) for info in source.infolist() if not info.is_dir()]
        missing = [(info, target) for info, target in members if not is_intact(target, info)]
        require_space(into, sum(info.file_size for info, _ in missing))
        progress.start(f"unpacking {archive.name}", total=sum(info.file_size for info, _ in missing))
        for info, target in missing:
            with source.open(info) as member:
                write_whole(target, pieces(member), progress=progress)
    return len(members)


def open_zip(archive: Path) -> zipfile.ZipFile:
    """Open a local zip; `BadDownload` when it is none."""
    try:
        return zipfile.ZipFile(archive)
    except zipfile.BadZipFile as error:
        raise BadDownload(f"{archive} is not a zip archive; remove it and run the command again") from error


def safe_target(info: zipfile.ZipInfo, into: Path) -> Path:
    """Return where the member belongs below `into`; `BadDownload` for a name or a link that leads elsewhere."""
    path = PurePosixPath(info.filename)
    is_link = (info.external_attr >> 16) & _KIND_OF_FILE == _SYMLINK
    if is_link or path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in path.parts[0]:
        raise BadDownload(f"refused to unpack {info.filename!r}: it would lead outside {into}")
    return into.joinpath(*path.parts)


def is_intact(path: Path, info: zipfile.ZipInfo) -> bool:
    """Tell whether `path` holds exactly the member, by size and CRC-32."""
    if not path.is_file() or path.stat().st_size != info.file_size:
        return False
    crc = 0
    with path.open("rb") as file:
        for piece in pieces(file):
            crc = zlib.crc32(piece, crc)
    return crc == info.CRC


def write_whole(target: Path, content: Iterator[bytes], *, progress: Progress) -> None:
    """Write `content` under a temporary name and rename it when all of it is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            for piece in content:
                file.write(piece)
                progress.advance(len(piece))
        part.replace(target)
    except zipfile.BadZipFile as error:
        raise BadDownload(f"{target.name}: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the rest of a file in pieces; a zip member's CRC is checked at its end."""
    while piece := file.read(_CHUNK):
        yield piece
