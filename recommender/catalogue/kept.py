"""Catalogues on disk: what follows from the same tracks is worked out once, and mapped at the next start.

A catalogue is kept under a digest of its tracks and of the rules it was made by, so one that is found is the same that
would be made. Groups and orders are one file; each search index is a folder. While music is being added every minute
has another catalogue: only that of a start is kept, and what has stayed the same for a while.
"""

import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import msgspec
import structlog

from recommender import records
from recommender.artifacts.publishing import sync
from recommender.catalogue.building import build_catalogue, present_tracks
from recommender.catalogue.kept_parts import UnreadableParts, read_parts, write_parts
from recommender.catalogue.snapshot import Catalogue
from recommender.clock import Clock, system_clock
from recommender.records import Track

_PARTS_FILE = "parts.msgpack"
_MAKING = "making-"
_KEPT = 3
"""So many are kept: that of now, and those of players that have not read it yet."""
_MADE_WITHIN_S = 3600.0
"""What is still unfinished then, its process was killed."""
_SETTLED_AFTER = timedelta(minutes=5)
_BLOCK = 2_000
_UNUSABLE = (UnreadableParts, OSError, ValueError, msgspec.MsgspecError)
"""What damaged files and full disks raise; tantivy reports both as `ValueError`."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Settling:
    """A catalogue that is in use and not kept."""

    path: Path
    tracks: tuple[Track, ...]
    since: datetime


class KeptCatalogues:
    """A folder of catalogues, shared by the processes of a home."""

    def __init__(self, folder: Path, *, clock: Clock = system_clock) -> None:
        """Prepare only; the folder is made with the first catalogue."""
        self._folder = folder
        self._clock = clock
        self._is_first = True
        self._settling: _Settling | None = None

    def build(self, tracks: Iterable[Track], *, revision: str) -> Catalogue:
        """Return the catalogue of those of `tracks` that are present: the one that is kept, else a new one.

        The first is kept at once; later ones are in memory, and `keep_settled` keeps them. Where nothing can be written
        the first is in memory, too, and the log says so.
        """
        present = present_tracks(tracks)
        path = self._folder / digest(present)
        is_first, self._is_first, self._settling = self._is_first, False, None
        try:
            if kept := self._find(path, present, revision):
                return kept
            if is_first:
                self._write(path, present)
                return self._open(path, present, revision)
            self._settling = _Settling(path, present, self._clock())
        except _UNUSABLE as error:
            self._complain(error)
        return build_catalogue(present, revision=revision)

    def keep_settled(self) -> None:
        """Keep the newest catalogue for the next start, if it is not kept and has stayed the same for five minutes.

        To be called now and then, where it holds nobody up; it may run beside `build`.
        """
        settling = self._settling
        if settling is None or self._clock() < settling.since + _SETTLED_AFTER:
            return
        try:
            self._write(settling.path, settling.tracks)
        except _UNUSABLE as error:
            self._complain(error)
        if self._settling is settling:
            self._settling = None

    def _find(self, path: Path, tracks: tuple[Track, ...], revision: str) -> Catalogue | None:
        """Return the one that is kept; one that cannot be read is deleted."""
        if not path.is_dir():
            return None
        try:
            return self._open(path, tracks, revision)
        except _UNUSABLE as error:
            _log.warning("kept_catalogue_refused", name=path.name, why=str(error))
            shutil.rmtree(path, ignore_errors=True)
            return None

    def _open(self, path: Path, tracks: tuple[Track, ...], revision: str) -> Catalogue:
        path.touch()
        return read_parts(path / _PARTS_FILE, tracks, revision)

    def _write(self, path: Path, tracks: tuple[Track, ...]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=self._folder))
        try:
            write_parts(build_catalogue(tracks, folder=making), making / _PARTS_FILE)
            for written in (*making.rglob("*"), making):
                sync(written)
            if not path.is_dir():  # else another process was first
                making.rename(path)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        self._prune()

    def _complain(self, error: Exception) -> None:
        _log.warning("catalogue_not_kept", folder=str(self._folder), why=str(error))

    def _prune(self) -> None:
        """Delete the oldest, and what killed processes began; who has one mapped goes on with it."""
        made_at: dict[Path, float] = {}
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # another process deletes, too
                made_at[path] = path.stat().st_mtime
        begun = {path for path in made_at if path.name.startswith(_MAKING)}
        abandoned = [path for path in begun if made_at[path] < self._clock().timestamp() - _MADE_WITHIN_S]
        kept = sorted(made_at.keys() - begun, key=made_at.__getitem__, reverse=True)
        for path in (*kept[_KEPT:], *abandoned):
            shutil.rmtree(path, ignore_errors=True)


def digest(tracks: Sequence[Track]) -> str:
    """Return what a catalogue of these tracks is kept under, 32 hex digits."""
    hashed = blake2b(_rules(), digest_size=16)
    encoder = msgspec.msgpack.Encoder()
    for start in range(0, len(tracks), _BLOCK):
        hashed.update(encoder.encode(tracks[start : start + _BLOCK]))
    return hashed.hexdigest()


@cache
def _rules() -> bytes:
    """Return a digest of all that a catalogue follows from beside its tracks."""
    hashed = blake2b(f"{version('tantivy')} {version('anyascii')} {unicodedata.unidata_version}".encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), Path(records.__file__)):
        hashed.update(path.read_bytes())
    return hashed.digest()
