"""Opens files, recognises what is known by its sound, has the rest analysed, and records the outcome."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from etl.ingest.describing import Described
from etl.ingest.ledger import KnownFile
from etl.ingest.pool import Crashed, Pool
from etl.ingest.recording import Recorder
from etl.ingest.rejecting import known_as_rejected, rejected_track
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Summary
from etl.ingest.work import Failure, Outcome, Task
from etl.locations import exists
from etl.readers.listing import FoundFile
from etl.tags.file_tags import READER_REVISION
from recommender.clock import Clock
from recommender.records import Analysis, Features, Track, TrackId

Progress = Callable[[Summary], None]
"""Told after each file how far the run is."""
Adjust = Callable[[TrackId, Analysis], Analysis]
"""May put published numbers in the place of computed ones."""


@dataclass(kw_only=True)
class Opening:
    """One run over files that must be opened."""

    catalogue: Catalogue
    known: Mapping[str, KnownFile]
    """By URL, as of the beginning."""
    analysed: set[TrackId]
    """Tracks whose sound is analysed; grows."""
    fingerprint: str
    clock: Clock
    summary: Summary
    progress: Progress
    adjust: Adjust | None = None
    _listening: dict[str, TrackId] = field(default_factory=dict)
    """By URL: what is being analysed."""
    _awaiting: dict[TrackId, list[tuple[FoundFile, Track]]] = field(default_factory=dict)
    """The file that is being analysed, and its copies found meanwhile."""
    _killed: set[tuple[str, bool]] = field(default_factory=set)
    """Work whose process was killed from outside once: URL, and whether it was the analysis."""

    def __post_init__(self) -> None:
        self._recorder = Recorder(self.catalogue)

    def run(self, files: Iterable[FoundFile], pool: Pool[Task, Outcome]) -> None:
        """Open all files; on Ctrl-C what is finished is still written."""
        for file in files:
            pool.submit(Task(file, listen=False))
        try:
            for task, outcome in pool.results():
                self._take(task, outcome, pool)
                self._recorder.flush_if_due()
                self.progress(self.summary)
        except KeyboardInterrupt:
            self._recorder.flush()
            raise
        self._recorder.flush()

    def _take(self, task: Task, outcome: Outcome | Crashed, pool: Pool[Task, Outcome]) -> None:
        if isinstance(outcome, Described):
            self._take_description(task.file, outcome.track, pool)
        elif isinstance(outcome, Analysis):
            self._take_analysis(task.file, outcome)
        elif isinstance(outcome, Crashed):
            self._take_crash(task, outcome, pool)
        else:
            self._take_failure(task.file, outcome)

    def _take_crash(self, task: Task, crashed: Crashed, pool: Pool[Task, Outcome]) -> None:
        if crashed.end == "fault":
            self._take_failure(task.file, Failure("crashed the decoder", crashed.why))
        elif crashed.end == "timeout":
            self._take_failure(task.file, Failure("too long to analyse", crashed.why))
        elif (task.file.url, task.listen) in self._killed:
            self._postpone(task.file)
        else:
            self._killed.add((task.file.url, task.listen))
            pool.submit(task)

    def _postpone(self, file: FoundFile) -> None:
        """Leave the file, and its copies, as if nobody had opened them; the next run does."""
        for copy in self._done_with(file):
            before = self.known.get(copy.url)
            if before is not None and before.state == "rejected":
                self._recorder.drop_track(before.track_id)
                self._recorder.forget(copy.url)
            self.summary.postponed += 1

    def _done_with(self, file: FoundFile) -> list[FoundFile]:
        """Return the file and the copies that waited for it."""
        track_id = self._listening.pop(file.url, None)
        return [copy for copy, _ in self._awaiting.pop(track_id)] if track_id else [file]

    def _take_description(self, file: FoundFile, track: Track, pool: Pool[Task, Outcome]) -> None:
        if track.track_id in self._awaiting:
            self._awaiting[track.track_id].append((file, track))
            return
        existing = self._recorder.track(track.track_id) if track.track_id in self.analysed else None
        if existing is not None and existing.sound is not None:
            self._take_known_sound(file, track, existing)
            return
        self._listening[file.url] = track.track_id
        self._awaiting[track.track_id] = [(file, track)]
        pool.submit(Task(file, listen=True), first=True)

    def _take_known_sound(self, file: FoundFile, track: Track, existing: Track) -> None:
        if _is_copy(existing, file):
            self.summary.duplicates += 1
            self._record(file, existing.track_id)
            return
        updated = replace(
            track, sound=existing.sound, duration_s=existing.duration_s, added_at=existing.added_at, status="present"
        )
        if existing.url != file.url:
            self.summary.moved += 1
        elif existing.status == "missing":
            self.summary.returned += 1
        elif updated != existing:
            self.summary.retagged += 1
        else:
            self.summary.unchanged += 1
        self._record(file, track.track_id, track=updated)

    def _take_analysis(self, file: FoundFile, analysis: Analysis) -> None:
        track_id = self._listening.pop(file.url)
        (_, track), *copies = self._awaiting.pop(track_id)
        existing = self._recorder.track(track_id)
        if existing is not None and _is_copy(existing, file):
            track = existing
        if self.adjust:
            analysis = self.adjust(track_id, analysis)
        now = self.clock()
        track = replace(
            track,
            sound=analysis.sound,
            duration_s=analysis.sound.duration_s,
            added_at=existing.added_at if existing and existing.added_at else now,
        )
        features = Features(track_id, self.fingerprint, analysis.vector, now, analysis.seconds)
        self._record(file, track_id, track=track, features=features)
        self.analysed.add(track_id)
        self.summary.analysed += 1
        for copy, its_track in copies:
            self._take_known_sound(copy, its_track, track)

    def _take_failure(self, file: FoundFile, failure: Failure) -> None:
        for copy in self._done_with(file):
            rejected = rejected_track(copy.url, failure.reason, failure.detail)
            self._leave(copy.url, rejected.track_id)
            self._recorder.put(track=rejected, file=known_as_rejected(copy, rejected.track_id))
            self.summary.rejected += 1

    def _record(
        self, file: FoundFile, track_id: TrackId, *, track: Track | None = None, features: Features | None = None
    ) -> None:
        self._leave(file.url, track_id)
        known_file = KnownFile(
            url=file.url,
            size=file.size,
            mtime_ns=file.mtime_ns,
            ctime_ns=file.ctime_ns,
            described_by=file.described_by,
            tags_revision=READER_REVISION,
            track_id=track_id,
        )
        self._recorder.put(track=track, features=features, file=known_file)

    def _leave(self, url: str, track_id: TrackId) -> None:
        """Take the file away from the track that it held before, if that was another one."""
        before = self.known.get(url)
        if before is None or before.track_id == track_id:
            return
        if before.state == "rejected":
            self._recorder.drop_track(before.track_id)
            return
        former = self._recorder.track(before.track_id)
        if former is None or former.url != url or former.status != "present":
            return
        others = [file.url for file in self._recorder.files_of(former.track_id) if file.url != url and exists(file.url)]
        self._recorder.put(track=replace(former, url=others[0]) if others else replace(former, status="missing"))


def _is_copy(existing: Track, file: FoundFile) -> bool:
    """Say whether the track already has a file of its own that is still there."""
    return existing.status == "present" and existing.url != file.url and exists(existing.url)
