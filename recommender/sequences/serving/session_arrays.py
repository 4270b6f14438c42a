"""Sessions as arrays: what a partition of the archive comes to, and what partitions are joined into."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.sequences.cutting import MAX_PAUSE_DAYS
from recommender.sequences.records import Session


@dataclass(frozen=True, eq=False)
class SessionArrays:
    """Sessions, one after another in the order of their end."""

    track: np.ndarray
    """int32 [n_plays]."""
    artist: np.ndarray
    """int32 [n_plays]."""
    day: np.ndarray
    """float64 [n_plays]: when each track was heard, days since 1970."""
    start: np.ndarray
    """int64 [n_sessions + 1]: the first play of each session, and the number of plays."""

    @property
    def n_sessions(self) -> int:
        """How many sessions."""
        return len(self.start) - 1

    @property
    def end_day(self) -> np.ndarray:
        """float64 [n_sessions]: when the last track of each was heard."""
        return self.day.take(self.start[1:] - 1)

    def sessions(self) -> list[Session]:
        """Return them one by one."""
        ranges = [slice(first, end) for first, end in zip(self.start[:-1], self.start[1:], strict=True)]
        return [Session(self.track[rows], self.artist[rows], self.day[rows]) for rows in ranges]


def keep_ended(whole: SessionArrays, *, by_day: float, min_tracks: int) -> SessionArrays:
    """Return the sessions of `min_tracks` tracks or more that had ended at a moment, days since 1970, by their end."""
    lengths = np.diff(whole.start)
    is_kept = (lengths >= min_tracks) & (by_day - whole.end_day > MAX_PAUSE_DAYS) if len(lengths) else lengths > 0
    plays = np.repeat(is_kept, lengths)
    start = np.concatenate([[0], np.cumsum(lengths[is_kept])]).astype(np.int64)
    return join([SessionArrays(whole.track[plays], whole.artist[plays], whole.day[plays], start)])


def newest(whole: SessionArrays, *, max_plays: int) -> SessionArrays:
    """Return the newest sessions that have at most so many plays together."""
    first = int(np.searchsorted(whole.start, max(0, int(whole.start[-1]) - max_plays)))
    begin = int(whole.start[first])
    return SessionArrays(
        whole.track[begin:], whole.artist[begin:], whole.day[begin:], (whole.start[first:] - begin).astype(np.int64)
    )


def arrays_of(sessions: Iterable[Session]) -> SessionArrays:
    """Return sessions of any order as arrays; those without a track are left out."""
    ordered = sorted((session for session in sessions if len(session)), key=lambda session: float(session.day[-1]))
    lengths = [len(session) for session in ordered]
    return SessionArrays(
        track=np.concatenate([np.zeros(0, np.int32), *(session.tracks for session in ordered)]).astype(np.int32),
        artist=np.concatenate([np.zeros(0, np.int32), *(session.artists for session in ordered)]).astype(np.int32),
        day=np.concatenate([np.zeros(0), *(session.day for session in ordered)]),
        start=np.cumsum([0, *lengths]).astype(np.int64),
    )


def join(parts: Sequence[SessionArrays]) -> SessionArrays:
    """Return the sessions of several partitions as one; those that end together stay in the order of the parts."""
    whole = SessionArrays(
        track=np.concatenate([np.zeros(0, np.int32), *(part.track for part in parts)]),
        artist=np.concatenate([np.zeros(0, np.int32), *(part.artist for part in parts)]),
        day=np.concatenate([np.zeros(0), *(part.day for part in parts)]),
        start=np.cumsum([0, *(length for part in parts for length in np.diff(part.start))]).astype(np.int64),
    )
    order = np.argsort(whole.end_day, kind="stable")
    lengths = np.diff(whole.start)[order]
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    plays = np.arange(start[-1]) + np.repeat(whole.start[:-1][order] - start[:-1], lengths)
    return SessionArrays(whole.track[plays], whole.artist[plays], whole.day[plays], start)
