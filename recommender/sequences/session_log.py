"""Every session that has ended, play after play, with the places of each track: the one thing all models read.

Counts of pairs are not kept: a model gathers what it needs from the newest places of a few tracks, so learning is
adding at the end, and a query costs the same however much was learned.
"""

from dataclasses import dataclass

import numpy as np

from recommender.sequences.growing import GrowingArray
from recommender.sequences.records import Session


@dataclass(frozen=True, eq=False)
class LogArrays:
    """A log with room at the end of its arrays, which may be mapped from files."""

    play_track: np.ndarray
    """int32 [n_plays and room]."""
    play_session: np.ndarray
    """int32 [n_plays and room]."""
    play_is_first: np.ndarray
    """bool [n_plays and room]: whether it is its track's first of its session."""
    session_start: np.ndarray
    """int64 [n_sessions + 1 and room]: the first play of each, and the number of plays."""
    session_day: np.ndarray
    """float64 [n_sessions and room]: when each ended, days since 1970."""
    place_start: np.ndarray
    """int64 [n_tracks + 1]: where each track's plays begin in `place_play`, as in a sparse matrix (CSR)."""
    place_play: np.ndarray
    """int32 or int64 [n_plays]: plays by track, ascending within each."""
    n_sessions: int


class SessionLog:
    """Sessions in the order of their end; one that ends is added at once.

    A play is named by its number, counted over all sessions.
    """

    def __init__(self, begin: LogArrays | None = None) -> None:
        """Begin with arrays, into whose room the log grows, or without a session."""
        begin = begin or _empty()
        n_plays = len(begin.place_play)
        self._track = GrowingArray.within(begin.play_track, n_plays)
        self._session = GrowingArray.within(begin.play_session, n_plays)
        self._is_first = GrowingArray.within(begin.play_is_first, n_plays)
        self._start = GrowingArray.within(begin.session_start, begin.n_sessions + 1)
        self._day = GrowingArray.within(begin.session_day, begin.n_sessions)
        self._older_start, self._older_plays = begin.place_start, begin.place_play
        self._newer_plays: dict[int, GrowingArray] = {}
        self._n_tracks = len(begin.place_start) - 1

    @property
    def n_tracks(self) -> int:
        """Numbers of tracks are below it."""
        return self._n_tracks

    @property
    def n_plays(self) -> int:
        """How many plays."""
        return len(self._track)

    @property
    def n_sessions(self) -> int:
        """How many sessions."""
        return len(self._day)

    def learn(self, session: Session) -> None:
        """Add a session that has ended after all others; O(its length)."""
        if not len(session):
            return
        first = self.n_plays
        for play, track in enumerate(session.tracks.tolist(), first):
            if track not in self._newer_plays:
                self._newer_plays[track] = GrowingArray(np.int64)
            self._newer_plays[track].append(play)
        self._n_tracks = max(self._n_tracks, int(session.tracks.max(initial=-1)) + 1)
        self._session.extend(np.full(len(session), self.n_sessions, dtype=np.int32))
        self._track.extend(session.tracks)
        self._is_first.extend(first_in_session(session.tracks))
        self._start.append(first + len(session))
        self._day.extend(session.day[-1:])

    def newest_plays(self, track: int, limit: int) -> np.ndarray:
        """Return the newest plays of a track, ascending, int [at most `limit`]."""
        newer = self._newer_plays.get(track)
        n_newer = 0 if newer is None else len(newer)
        if track >= len(self._older_start) - 1 or n_newer >= limit:
            return _NONE if newer is None else newer.values[-limit:]
        first, end = self._older_start[track : track + 2].tolist()
        older = self._older_plays[max(first, end - limit + n_newer) : end]
        return older if newer is None else np.concatenate([older, newer.values])

    def tracks_at(self, plays: np.ndarray) -> np.ndarray:
        """Return the track of each play, int32 of the same shape."""
        return self._track.values.take(plays)

    def sessions_at(self, plays: np.ndarray) -> np.ndarray:
        """Return the session of each play, int32 of the same shape."""
        return self._session.values.take(plays)

    def are_first(self, plays: np.ndarray) -> np.ndarray:
        """Return whether each play is its track's first of its session, bool of the same shape."""
        return self._is_first.values.take(plays)

    def bounds(self, sessions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the first play of each session and the one after its last, int64 each."""
        start = self._start.values
        return start.take(sessions), start.take(sessions + 1)

    def tracks_of_sessions(self) -> list[np.ndarray]:
        """Return the tracks of every session, int32 [its length] each, oldest first."""
        return np.split(self._track.values, self._start.values[1:-1]) if self.n_sessions else []

    def days(self, sessions: np.ndarray) -> np.ndarray:
        """Return when each session ended, days since 1970."""
        return self._day.values.take(sessions)


def first_in_session(tracks: np.ndarray) -> np.ndarray:
    """Return whether each play of one session is its track's first, bool [n]."""
    is_first = np.zeros(len(tracks), dtype=np.bool_)
    is_first[np.unique(tracks, return_index=True)[1]] = True
    return is_first


_NONE = np.zeros(0, dtype=np.int64)


def _empty() -> LogArrays:
    return LogArrays(
        play_track=np.zeros(0, np.int32),
        play_session=np.zeros(0, np.int32),
        play_is_first=np.zeros(0, np.bool_),
        session_start=np.zeros(1, np.int64),
        session_day=np.zeros(0),
        place_start=np.zeros(1, np.int64),
        place_play=np.zeros(0, np.int32),
        n_sessions=0,
    )
