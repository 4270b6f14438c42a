"""How often each track was played, whole and with older plays counting less."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.sequences.growing import GrowingArray
from recommender.sequences.records import Session

DECAYS_DAYS = (1.0, 2.0, 4.0, 7.0, 14.0, 30.0, 90.0)
"""Decays of play counts that models may ask for."""
_MAX_EXPONENT = 300.0
"""Counts are kept as exp(time / decay days) since a reference, which moves before this overflows."""


class DecayedCounts:
    """The sum of exp(-age / decay days) over each track's plays, up to one factor that all tracks share."""

    def __init__(
        self, decay_days: float, *, reference_day: float | None = None, counts: np.ndarray | None = None
    ) -> None:
        """Begin with `counts`, float64 [n_tracks], as they are at the reference; or without a play."""
        self.decay_days = decay_days
        self._reference_day = reference_day
        self._counts = GrowingArray(np.float64, counts)

    @property
    def values(self) -> np.ndarray:
        """float64 [n_tracks]; to be compared with each other only, as the factor changes."""
        return self._counts.values

    def learn(self, session: Session) -> None:
        """Count a session's plays."""
        if not len(session):
            return
        self._counts.resize(int(session.tracks.max()) + 1)
        newest = float(session.day.max())
        if self._reference_day is None:
            self._reference_day = newest
        if (newest - self._reference_day) / self.decay_days > _MAX_EXPONENT:
            self._counts.values[:] *= np.exp((self._reference_day - newest) / self.decay_days)
            self._reference_day = newest
        np.add.at(self._counts.values, session.tracks, np.exp((session.day - self._reference_day) / self.decay_days))


@dataclass(frozen=True, eq=False)
class CountArrays:
    """Counts at one moment, arrays [n_tracks]."""

    plays: np.ndarray
    """float64: how often each track was played."""
    sessions: np.ndarray
    """float64: in how many sessions."""
    last_play: np.ndarray
    """int64: the number of its newest play over all sessions, counted from 1; 0 for none."""
    decayed: np.ndarray
    """float64 [n_decays, n_tracks], by `DECAYS_DAYS`, at the reference."""
    n_plays: int
    reference_day: float


class PlayCounts:
    """Counts that go on with each session."""

    def __init__(self, begin: CountArrays | None = None, decays_days: Sequence[float] = DECAYS_DAYS) -> None:
        """Begin with counts, which are copied, or without a play."""
        self._plays = GrowingArray(np.float64, begin.plays if begin else None)
        self._sessions = GrowingArray(np.float64, begin.sessions if begin else None)
        self._last_play = GrowingArray(np.int64, begin.last_play if begin else None)
        self._n_plays = begin.n_plays if begin else 0
        self._decayed = {
            days: DecayedCounts(days, reference_day=begin.reference_day, counts=begin.decayed[number])
            if begin
            else DecayedCounts(days)
            for number, days in enumerate(decays_days)
        }

    @property
    def plays(self) -> np.ndarray:
        """float64 [n_tracks]: how often each track was played."""
        return self._plays.values

    @property
    def sessions(self) -> np.ndarray:
        """float64 [n_tracks]: in how many sessions each track was played."""
        return self._sessions.values

    @property
    def last_play(self) -> np.ndarray:
        """int64 [n_tracks]: the number of each track's newest play, counted from 1; 0 for none."""
        return self._last_play.values

    def decayed(self, decay_days: float) -> np.ndarray:
        """Return the decayed counts, float64 [n_tracks]; `KeyError` for a decay that is not kept."""
        return self._decayed[decay_days].values

    def learn(self, session: Session) -> None:
        """Count a session's plays; O(its length)."""
        n_tracks = int(session.tracks.max(initial=-1)) + 1
        for counts in (self._plays, self._sessions, self._last_play):
            counts.resize(n_tracks)
        np.add.at(self._plays.values, session.tracks, 1.0)
        self._sessions.values[np.unique(session.tracks)] += 1.0
        self._last_play.values[session.tracks] = self._n_plays + 1 + np.arange(len(session))
        self._n_plays += len(session)
        for decayed in self._decayed.values():
            decayed.learn(session)
