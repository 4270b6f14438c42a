"""The sessions of a serving process: asked by the engine, learning between its questions."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Literal

import structlog

from recommender.artifacts.manifest import read_manifest
from recommender.clock import Clock
from recommender.errors import BadArtifact, ServerUnavailable
from recommender.sequences.serving import served
from recommender.sequences.serving.artifact import IS_SERVED
from recommender.sequences.serving.learning import ArtistOf, LearningSessions, ReadPlays, is_stale
from recommender.sequences.serving.served import Follower, HeardTrack

MAX_WORK = 200_000
"""Tracks and plays that one question may look at, 3 ms or so: what needs more is not asked."""
Outcome = Literal["asked", "left_out", "missing", "stale"]
_log = structlog.get_logger(__name__)


class LiveSessions:
    """What follows the last tracks of a session, by the version in use and what was heard since."""

    def __init__(
        self, current: Callable[[], LearningSessions | None], read: ReadPlays, artist_of: ArtistOf, clock: Clock
    ) -> None:
        """Learn and answer by what `current` returns: None before the first version, and where it is not served."""
        self._current = current
        self._read = read
        self._artist_of = artist_of
        self._clock = clock
        self._lock = Lock()
        self._n: Counter[Outcome] = Counter()

    def refresh(self) -> None:
        """Learn what has ended since; when the database does not answer, that waits and the log says so."""
        if (learning := self._current()) is None:
            return
        try:
            learning.look(self._read, self._artist_of, now=self._clock(), alone=lambda: self._lock)
        except ServerUnavailable as error:
            _log.warning("sessions_not_learned", error=str(error))

    def followers(self, heard: Sequence[HeardTrack], *, at: datetime, n: int, min_sessions: int) -> Sequence[Follower]:
        """Return the likeliest followers of a session so far at a moment; none where they are not known in time.

        None are known without a version, when what was learned ends more than a day before `at`, and when the question
        looks at too much: it is left out by what it would look at, so that the same inputs always give the same.
        """
        outcome, found = self._ask(heard, at, n, min_sessions)
        self._n[outcome] += 1
        return found

    def figures(self) -> Mapping[str, float]:
        """Return how often was asked and with which outcome, and how many sessions were learned since the version."""
        learning = self._current()
        return {
            "sessions_asked": self._n["asked"],
            "sessions_left_out": self._n["left_out"],
            "sessions_missing": self._n["missing"],
            "sessions_stale": self._n["stale"],
            "sessions_learned": 0 if learning is None else learning.n_learned,
        }

    def _ask(
        self, heard: Sequence[HeardTrack], at: datetime, n: int, min_sessions: int
    ) -> tuple[Outcome, Sequence[Follower]]:
        if (learning := self._current()) is None:
            return "missing", ()
        if is_stale(learning.learned_until, at):
            return "stale", ()
        with self._lock:
            if learning.sessions.work_of(heard) > MAX_WORK:
                return "left_out", ()
            return "asked", learning.sessions.followers(heard, n=n, min_sessions=min_sessions)


def load(folder: Path) -> LearningSessions | None:
    """Open a version; None for one that is not to be served. Raises `BadArtifact` when it cannot be read."""
    manifest = read_manifest(folder)
    if manifest.data_cutoff is None:
        raise BadArtifact(f"{folder}: the manifest does not say until when plays are in it; the version is refused")
    if not manifest.parameters.get(IS_SERVED, 0.0):
        return None
    return LearningSessions(served.load(folder), known_until=manifest.data_cutoff)
