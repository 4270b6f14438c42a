"""The second pass: has the listed tracks listened to, and records what was heard, or why they are no music."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from etl.ingest.leaving import leave
from etl.ingest.ledger import KnownFile
from etl.ingest.pool import Crashed, Pool
from etl.ingest.recording import Recorder
from etl.ingest.rejecting import known_as_rejected, rejected_track
from etl.ingest.stores import Catalogue
from etl.ingest.summary import Progress, Summary
from etl.ingest.work import Changed, Failure, is_same, outcome_of
from etl.readers.listing import FoundFile
from recommender.clock import Clock
from recommender.records import Analysis, Features, TrackId

Adjust = Callable[[TrackId, Analysis], Analysis]
"""May put published numbers in the place of computed ones."""


@dataclass(kw_only=True)
class AnalysisPass:
    """One run over tracks that are listed and not analysed."""

    catalogue: Catalogue
    fingerprint: str
    clock: Clock
    summary: Summary
    progress: Progress
    adjust: Adjust | None = None
    counted: dict[str, str]
    """Which number of `summary` a file is in that was not to be analysed, by URL."""
    _killed: set[str] = field(default_factory=set)
    """URLs of files whose process was killed from outside once."""
    _followed: set[str] = field(default_factory=set)
    """URLs of files that were other ones than listed once."""

    def __post_init__(self) -> None:
        self._recorder = Recorder(self.catalogue)

    def run(self, files: Iterable[KnownFile], pool: Pool[KnownFile, Analysis | Changed | Failure]) -> None:
        """Listen to one file a track, in their order; whatever ends this, what is finished is written."""
        try:
            for file, outcome in pool.results(files, idle=self._recorder.flush_if_due):
                self._take(file, outcome, pool)
                self._recorder.flush_if_due()
                self.progress(self.summary)
        finally:
            self._recorder.flush()

    def _take(
        self,
        file: KnownFile,
        outcome: Analysis | Changed | Failure | Crashed,
        pool: Pool[KnownFile, Analysis | Changed | Failure],
    ) -> None:
        if isinstance(outcome, Analysis):
            self._take_analysis(file, outcome)
            return
        rest = outcome_of(outcome, file) if isinstance(outcome, Crashed) else outcome
        if isinstance(rest, Changed):
            self._follow(file, pool)
        elif rest is not None:
            self._reject(file, rest, pool)
        elif file.url in self._killed:
            self._postpone()
        else:
            self._killed.add(file.url)
            pool.submit(file)

    def _take_analysis(self, file: KnownFile, analysis: Analysis) -> None:
        if self._recorder.track(file.track_id) is None:  # the ledger knows of a track that the catalogue has lost
            self._recorder.forget(file.url)
            self._postpone()
            return
        if self.adjust is not None:
            analysis = self.adjust(file.track_id, analysis)
        vector = Features(file.track_id, self.fingerprint, analysis.vector, self.clock(), analysis.seconds)
        self._recorder.hear(analysis.sound, vector)
        self.summary.listed -= 1
        self.summary.analysed += 1

    def _follow(self, file: KnownFile, pool: Pool[KnownFile, Analysis | Changed | Failure]) -> None:
        """Analyse a file whose tags segue has written meanwhile as it is now, once; any other is left alone."""
        known = next(iter(self.catalogue.files.named([file.url])), None)
        is_known = known is not None and (known.track_id, known.state) == (file.track_id, "present")
        if known is None or not is_known or file.url in self._followed or not is_same(known):
            self._postpone()
            return
        self._followed.add(file.url)
        pool.submit(known)

    def _postpone(self) -> None:
        """Leave the track listed; the next run analyses it."""
        self.summary.listed -= 1
        self.summary.postponed += 1

    def _reject(self, file: KnownFile, failure: Failure, pool: Pool[KnownFile, Analysis | Changed | Failure]) -> None:
        """Keep the file aside; where the same sound lies in another one, that is listened to."""
        other = leave(self._recorder, file.url, file.track_id)
        rejected = rejected_track(file.url, failure.reason, failure.detail)
        stamp = FoundFile(url=file.url, size=file.size, mtime_ns=file.mtime_ns, ctime_ns=file.ctime_ns)
        self._recorder.put(track=rejected, file=known_as_rejected(stamp, rejected.track_id))
        self.summary.listed -= 1
        self.summary.rejected += 1
        if other is not None:
            self._await(other)
            pool.submit(other)

    def _await(self, other: KnownFile) -> None:
        """Count a file that the first pass counted otherwise as one to analyse; one of another folder comes on top."""
        if name := self.counted.pop(other.url, None):
            self.summary.count(name, -1)
        self.summary.listed += 1
