"""Which of the listed tracks is analysed next: what somebody wants, then the newest files."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import structlog

from etl.ingest.ledger import KnownFile
from recommender.records import TrackId

Wanted = Callable[[], Iterable[TrackId]]
"""Returns tracks that somebody plays, has queued or keeps in a playlist, the most wanted first."""
ASK_EVERY_S = 5.0
_log = structlog.get_logger(__name__)


class AnalysisOrder(Iterator[KnownFile]):
    """Yields each file once; every `ASK_EVERY_S` it is asked anew what is wanted, and whether the rest is put off.

    That is not asked before `n_at_least` files are out, so every run gets on. Where nobody answers, the last answer
    counts.
    """

    def __init__(
        self,
        files: Iterable[KnownFile],
        wanted: Wanted,
        *,
        is_put_off: Callable[[], bool] = lambda: False,
        n_at_least: int = 0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take one file a track."""
        self._newest = deque(sorted(files, key=lambda file: (-file.mtime_ns, file.url)))
        self._left = {file.track_id: file for file in self._newest}
        self._ask, self._is_put_off, self._monotonic = wanted, is_put_off, monotonic
        self._n_before_asking = n_at_least
        self._wanted: deque[TrackId] = deque()
        self._ask_at = float("-inf")

    def __next__(self) -> KnownFile:
        """Return the file to analyse now."""
        if self._left and (self._n_before_asking == 0 or self._monotonic() >= self._ask_at):
            self._look()
        self._n_before_asking -= 1
        while self._wanted:
            if file := self._left.pop(self._wanted.popleft(), None):
                return file
        while self._newest:
            if file := self._left.pop(self._newest.popleft().track_id, None):
                return file
        raise StopIteration

    def _look(self) -> None:
        """Ask anew; an analysis of days must not end because nobody can tell its order."""
        try:
            if self._n_before_asking <= 0 and self._is_put_off():
                self._left.clear()
            self._wanted = deque(track_id for track_id in self._ask() if track_id in self._left)
        except Exception as error:
            _log.warning("wanted_tracks_not_known", reason=str(error), kind=type(error).__name__)
        self._ask_at = self._monotonic() + ASK_EVERY_S
