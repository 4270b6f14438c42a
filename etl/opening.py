"""Opens files, recognises what is known by its sound, has the rest analysed, and records the outcome."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from etl.catalogue import Catalogue
from etl.describing import Described
from etl.ledger import KnownFile
from etl.listing import FoundFile
from etl.locations import exists
from etl.pool import Crashed, Pool
from etl.recording import Recorder
from etl.rejecting import known_as_rejected, rejected_track
from etl.summary import Summary
from etl.work import Failure, Outcome, Task
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

    def __post_init__(self) -> None:
        self._recorder = Recorder(self.catalogue)

    def run(self, files: Iterable[FoundFile], pool: Pool[Task, Outcome]) -> None:
        """Open all files; on Ctrl-C what is finished is still written."""
        for found in files:
            pool.submit(Task(found, listen=False))
        try:
            for task, outcome in pool.results():
                self._take(task.found, outcome, pool)
                self._recorder.flush_if_due()
                self.progress(self.summary)
        except KeyboardInterrupt:
            self._recorder.flush()
            raise
        self._recorder.flush()

    def _take(self, found: FoundFile, outcome: Outcome | Crashed, pool: Pool[Task, Outcome]) -> None:
        if isinstance(outcome, Described):
            self._take_description(found, outcome.track, pool)
        elif isinstance(outcome, Analysis):
            self._take_analysis(found, outcome)
        elif isinstance(outcome, Crashed):
            self._take_failure(found, Failure("crashed the decoder", outcome.why))
        else:
            self._take_failure(found, outcome)

    def _take_description(self, found: FoundFile, track: Track, pool: Pool[Task, Outcome]) -> None:
        if track.track_id in self._awaiting:
            self._awaiting[track.track_id].append((found, track))
            return
        existing = self._recorder.track(track.track_id) if track.track_id in self.analysed else None
        if existing is not None and existing.sound is not None:
            self._take_known_sound(found, track, existing)
            return
        self._listening[found.url] = track.track_id
        self._awaiting[track.track_id] = [(found, track)]
        pool.submit(Task(found, listen=True), first=True)

    def _take_known_sound(self, found: FoundFile, track: Track, existing: Track) -> None:
        if _is_copy(existing, found):
            self.summary.duplicates += 1
            self._record(found, existing.track_id)
            return
        updated = replace(
            track, sound=existing.sound, duration_s=existing.duration_s, added_at=existing.added_at, status="present"
        )
        if existing.url != found.url:
            self.summary.moved += 1
        elif existing.status == "missing":
            self.summary.returned += 1
        elif updated != existing:
            self.summary.retagged += 1
        else:
            self.summary.unchanged += 1
        self._record(found, track.track_id, track=updated)

    def _take_analysis(self, found: FoundFile, analysis: Analysis) -> None:
        track_id = self._listening.pop(found.url)
        (_, track), *copies = self._awaiting.pop(track_id)
        existing = self._recorder.track(track_id)
        if existing is not None and _is_copy(existing, found):
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
        self._record(found, track_id, track=track, features=features)
        self.analysed.add(track_id)
        self.summary.analysed += 1
        for copy, its_track in copies:
            self._take_known_sound(copy, its_track, track)

    def _take_failure(self, found: FoundFile, failure: Failure) -> None:
        track_id = self._listening.pop(found.url, None)
        copies = self._awaiting.pop(track_id) if track_id else [(found, None)]
        for each, _ in copies:
            rejected = rejected_track(each.url, failure.reason, failure.detail)
            self._leave(each.url, rejected.track_id)
            self._recorder.put(track=rejected, file=known_as_rejected(each, rejected.track_id))
            self.summary.rejected += 1

    def _record(
        self, found: FoundFile, track_id: TrackId, *, track: Track | None = None, features: Features | None = None
    ) -> None:
        self._leave(found.url, track_id)
        file = KnownFile(
            url=found.url,
            size=found.size,
            mtime_ns=found.mtime_ns,
            described_by=found.described_by,
            track_id=track_id,
        )
        self._recorder.put(track=track, features=features, file=file)

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


def _is_copy(existing: Track, found: FoundFile) -> bool:
    """Say whether the track already has a file of its own that is still there."""
    return existing.status == "present" and existing.url != found.url and exists(existing.url)
