"""Writes corrections into files, and brings ledger and catalogue up to date with them: no ingest has to look again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeVar

import structlog
from msgspec.structs import replace
from pymongo.database import Database

from etl.ingest.correcting import as_file_says_now, restore_tags, unsaid_by, write_corrections
from etl.ingest.ledger import KnownFile
from etl.locations import file_path
from etl.readers.listing import FoundFile
from etl.readers.stat import look_at
from etl.tags.covers import Cover, cover_of
from etl.tags.file_tags import read_tags
from etl.tags.tags import Tags
from etl.tags.writing.refusal import CannotWrite, ChangedMeanwhile
from infra.jobs.tags.tag_backups import TagBackup, TagBackups
from infra.stores.corrections.correcting import MongoCorrectionStore, MongoTracksOfFiles
from infra.stores.corrections.cover_pictures import MongoCoverPictures
from infra.stores.files import MongoFileLedger
from recommender.catalogue.corrections import TOUCHED, CorrectedFields, given
from recommender.catalogue.written_tags import WrittenTags
from recommender.clock import Clock
from recommender.errors import BadInput, SegueError
from recommender.records import Track, TrackId

_Result = TypeVar("_Result")
_log = structlog.get_logger(__name__)


class InThread(Protocol):
    """Calls what reads and writes files where it holds up nobody, and returns what it returned."""

    def __call__(self, work: Callable[[], _Result]) -> _Result:
        """Return what `work` returns."""


def _at_once(work: Callable[[], _Result]) -> _Result:
    return work()


@dataclass(frozen=True)
class _Rewritten:
    """A file whose tags are others now."""

    file: FoundFile
    before: Tags
    after: Tags
    names: Sequence[str]
    """Corrected fields that may read otherwise now."""
    backup: str


class TagJob:
    """Writes into the files of tracks, one at a time."""

    def __init__(
        self, database: Database[dict[str, Any]], backups: TagBackups, *, clock: Clock, in_thread: InThread = _at_once
    ) -> None:
        """Take the stores; the database is asked by the caller's thread, files are written in `in_thread`'s."""
        self._tracks = MongoTracksOfFiles(database)
        self._corrections = MongoCorrectionStore(database)
        self._pictures = MongoCoverPictures(database)
        self._files = MongoFileLedger(database)
        self._backups = backups
        self._clock = clock
        self._in_thread = in_thread
        self._one_at_a_time = Lock()

    def write(self, track_ids: Sequence[TrackId]) -> list[WrittenTags]:
        """Write what is corrected of these tracks into their files' tags; unknown tracks are left out."""
        with self._one_at_a_time:
            # Each is read at its turn: a scan may have read its file anew meanwhile.
            found = (self._tracks.get(track_id) for track_id in dict.fromkeys(track_ids))
            return [self._settle(track, self._write) for track in found if track is not None]

    def restore(self, backups: Sequence[str]) -> list[WrittenTags]:
        """Put tags back that were kept; raises `NotFound` for a name under which none are."""
        return [self.put_back(backup) for backup in [self._backups.read(name) for name in backups]]

    def put_back(self, backup: TagBackup) -> WrittenTags:
        """Put kept tags back into the file of their track, wherever that is by now."""
        with self._one_at_a_time:
            track = self._tracks.get(backup.track_id)
            if track is None:
                return WrittenTags(
                    track_id=backup.track_id, outcome="unwritable", reason="the track is not in the catalogue"
                )
            return self._settle(track, lambda track, known: self._restore(track, known, backup))

    def _settle(self, track: Track, work: Callable[[Track, KnownFile], _Rewritten | None]) -> WrittenTags:
        """Do the work on a track's file, and have catalogue and ledger know of it."""
        try:
            known = self._known_file(track)
            done = work(track, known)
        except ChangedMeanwhile as error:
            return WrittenTags(track_id=track.track_id, outcome="changed", reason=str(error))
        except (BadInput, OSError) as error:
            return WrittenTags(track_id=track.track_id, outcome="unwritable", reason=_words(error))
        if done is None:
            return WrittenTags(track_id=track.track_id, outcome="unchanged", reason="the file says so already")
        path = file_path(track.url)
        said = as_file_says_now(track, done.before, done.after, path, names=done.names)
        # Where a catalogue's row or a picture in the folder describes it, too, the next ingest reads the tags again.
        stamp = {"size": done.file.size, "mtime_ns": done.file.mtime_ns, "ctime_ns": done.file.ctime_ns}
        try:
            self._tracks.describe_many([said])
            self._files.put_many([replace(known, **stamp, described_by="")])
        except SegueError as error:  # the file is written: who asked needs the backup, and the next scan sees the rest
            _log.warning("written_tags_not_noted", track_id=track.track_id, why=str(error))
        return WrittenTags(track_id=track.track_id, outcome="written", backup=done.backup)

    def _known_file(self, track: Track) -> KnownFile:
        if track.status != "present":
            raise CannotWrite("its file is not there")
        known = next(iter(self._files.named([track.url])), None)
        if known is None or known.track_id != track.track_id or known.state != "present":
            raise ChangedMeanwhile
        return known

    def _write(self, track: Track, known: KnownFile) -> _Rewritten | None:
        correction = self._corrections.of_tracks([track.track_id]).get(track.track_id)
        if correction is None:
            return None
        picture = self._picture(correction.fields)
        return self._in_thread(lambda: self._write_file(track, known, correction.fields, picture))

    def _write_file(
        self, track: Track, known: KnownFile, fields: CorrectedFields, picture: Cover | None
    ) -> _Rewritten | None:
        path = _require_same(known)
        unsaid = unsaid_by(path, fields, picture)
        if not unsaid:
            return None
        return self._rewritten(
            track, path, given(unsaid), lambda keep: write_corrections(path, unsaid, picture, keep=keep)
        )

    def _restore(self, track: Track, known: KnownFile, backup: TagBackup) -> _Rewritten:
        def restore() -> _Rewritten:
            path = _require_same(known)
            return self._rewritten(track, path, TOUCHED, lambda keep: restore_tags(path, backup.tags, keep=keep))

        return self._in_thread(restore)

    def _rewritten(
        self, track: Track, path: Path, names: Iterable[str], work: Callable[[Callable[[dict[str, Any]], None]], None]
    ) -> _Rewritten:
        backups: list[str] = []
        before = read_tags(path)
        work(lambda tags: backups.append(self._backups.add(track, tags, at=self._clock())))
        file = look_at(path)
        if not isinstance(file, FoundFile):
            raise ChangedMeanwhile
        return _Rewritten(file, before, read_tags(path), tuple(names), backups[0])

    def _picture(self, fields: CorrectedFields) -> Cover | None:
        if not fields.cover:
            return None
        content = self._pictures.get(fields.cover)
        picture = None if content is None else cover_of(content)
        if picture is None:
            raise CannotWrite("the picture that it was given is not kept any more; give it again")
        return picture


def _require_same(known: KnownFile) -> Path:
    """Return the path of a file that is as it was when it was read last; raises `CannotWrite`."""
    path = file_path(known.url)
    now = look_at(path)
    if not isinstance(now, FoundFile):
        raise CannotWrite(f"its file cannot be read: {now.reason}")
    if (now.size, now.mtime_ns, now.ctime_ns) != (known.size, known.mtime_ns, known.ctime_ns):
        raise ChangedMeanwhile
    return path


def _words(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
