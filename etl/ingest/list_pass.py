"""The first pass: opens files, reads identity and tags, and has their tracks in the catalogue at once."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from etl.ingest.describing import Described
from etl.ingest.leaving import leave
from etl.ingest.ledger import KnownFile
from etl.ingest.pool import Crashed, Pool
from etl.ingest.recording import Recorder
from etl.ingest.rejecting import known_as_rejected, rejected_track
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Progress, Summary
from etl.ingest.work import Changed, Failure, outcome_of
from etl.locations import exists
from etl.readers.listing import FoundFile
from etl.tags.file_tags import READER_REVISION
from recommender.clock import Clock
from recommender.records import Track, TrackId

MAX_BATCH_SIZE = 500
"""Files whose tracks are looked up, and written, in one round trip."""
MAX_WAIT_S = 0.5


@dataclass(kw_only=True)
class ListPass:
    """One run over files that must be opened."""

    catalogue: Catalogue
    known: Mapping[str, KnownFile]
    """By URL, as of the beginning."""
    analysed: set[TrackId]
    """Tracks whose sound is analysed; one whose facts turn out to be lost is taken out."""
    listed: dict[TrackId, KnownFile]
    """Tracks to analyse, each with the file to listen to; grows."""
    counted: dict[str, str]
    """Which number of `summary` a file is in that is not to be analysed, by URL; grows."""
    clock: Clock
    summary: Summary
    progress: Progress
    monotonic: Callable[[], float] = time.monotonic
    _described: list[tuple[FoundFile, Track]] = field(default_factory=list)
    _killed: set[str] = field(default_factory=set)
    """URLs of files whose process was killed from outside once."""

    def __post_init__(self) -> None:
        self._recorder = Recorder(self.catalogue)
        self._since = self.monotonic()

    def run(self, files: Iterable[FoundFile], pool: Pool[FoundFile, Described | Changed | Failure]) -> None:
        """Open all files; whatever ends this, what is finished is written."""
        try:
            for file, outcome in pool.results(files):
                self._take(file, outcome, pool)
                if len(self._described) >= MAX_BATCH_SIZE or self.monotonic() - self._since > MAX_WAIT_S:
                    self._write()
                self.progress(self.summary)
        finally:
            self._write()
        self.progress(self.summary)

    def _take(
        self,
        file: FoundFile,
        outcome: Described | Changed | Failure | Crashed,
        pool: Pool[FoundFile, Described | Changed | Failure],
    ) -> None:
        if isinstance(outcome, Described):
            self._described.append((file, outcome.track))
            return
        rest = outcome_of(outcome, file) if isinstance(outcome, Crashed) else outcome
        if isinstance(rest, Changed):
            self._postpone(file)
        elif rest is not None:
            self._reject(file, rest)
        elif file.url in self._killed:
            self._postpone(file)
        else:
            self._killed.add(file.url)
            pool.submit(file)

    def _write(self) -> None:
        self._recorder.look_up(track.track_id for _, track in self._described)
        for file, track in self._described:
            self._list(file, track)
        self._described.clear()
        self._recorder.flush()
        self._since = self.monotonic()

    def _list(self, file: FoundFile, track: Track) -> None:
        track_id = track.track_id
        existing = self._recorder.track(track_id)
        if existing is None or existing.sound is None:
            self.analysed.discard(track_id)
        is_copy = existing is not None and _is_copy(existing, file)
        if existing is None:
            track = replace(track, added_at=self.clock())
        elif not is_copy:
            track = _with_what_is_known(track, existing)
        known = self._record(file, track_id, track=None if is_copy else track)
        if track_id not in self.analysed and track_id not in self.listed:
            self.listed[track_id] = known
            self.summary.listed += 1
        else:
            self._count(file, "duplicates" if is_copy else _what_became(file, existing, track))

    def _count(self, file: FoundFile, name: str) -> None:
        self.counted[file.url] = name
        self.summary.count(name)

    def _reject(self, file: FoundFile, failure: Failure) -> None:
        rejected = rejected_track(file.url, failure.reason, failure.detail)
        self._leave(file.url, rejected.track_id)
        self._recorder.put(track=rejected, file=known_as_rejected(file, rejected.track_id))
        self.summary.rejected += 1

    def _postpone(self, file: FoundFile) -> None:
        """Leave the file as if nobody had opened it; the next run does."""
        before = self.known.get(file.url)
        if before is not None and before.state == "rejected":
            self._recorder.drop_track(before.track_id)
            self._recorder.forget(file.url)
        self._count(file, "postponed")

    def _record(self, file: FoundFile, track_id: TrackId, *, track: Track | None) -> KnownFile:
        self._leave(file.url, track_id)
        known = KnownFile(
            url=file.url,
            size=file.size,
            mtime_ns=file.mtime_ns,
            ctime_ns=file.ctime_ns,
            described_by=file.described_by,
            tags_revision=READER_REVISION,
            track_id=track_id,
        )
        self._recorder.put(track=track, file=known)
        return known

    def _leave(self, url: str, track_id: TrackId) -> None:
        """Take the file away from the track that it held before, if that was another one."""
        before = self.known.get(url)
        if before is None or before.track_id == track_id:
            return
        if before.state == "rejected":
            self._recorder.drop_track(before.track_id)
        else:
            leave(self._recorder, url, before.track_id)


def _is_copy(existing: Track, file: FoundFile) -> bool:
    """Say whether the track already has a file of its own that is still there."""
    return existing.status == "present" and existing.url != file.url and exists(existing.url)


def _what_became(file: FoundFile, before: Track | None, track: Track) -> str:
    """Return the number of `Summary` that a file of an analysed track is counted in."""
    if before is None or before.url != file.url:
        return "moved"
    if before.status == "missing":
        return "returned"
    return "retagged" if track != before else "unchanged"


def _with_what_is_known(track: Track, existing: Track) -> Track:
    """Return a track as its file describes it now, with what was heard of it and since when it is there."""
    kept = replace(track, added_at=existing.added_at, status="present")
    if existing.sound is None:
        return kept
    return replace(kept, sound=existing.sound, duration_s=existing.duration_s)
