"""From plays to listening sessions: a pause of more than half an hour ends one."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

import numpy as np

from recommender.prediction.streams.records import Play, is_heard
from recommender.sequences.records import Numbering, Session

MAX_PAUSE = timedelta(minutes=30)
"""Between two plays of one session, by the times that the source gives."""
MAX_PAUSE_MS = MAX_PAUSE // timedelta(milliseconds=1)
MAX_PAUSE_DAYS = MAX_PAUSE / timedelta(days=1)
DAY_S = 86_400.0


def cut(plays: Iterable[Play]) -> list[list[Play]]:
    """Return the plays of at least 30 seconds as sessions, oldest first.

    Plays of one minute stay in the order given: exports do not tell seconds.
    """
    sessions: list[list[Play]] = []
    for play in sorted(filter(is_heard, plays), key=attrgetter("at")):
        if not sessions or play.at - sessions[-1][-1].at > MAX_PAUSE:
            sessions.append([])
        sessions[-1].append(play)
    return sessions


def numbered(sessions: Iterable[Sequence[Play]], tracks: Numbering, artists: Numbering) -> list[Session]:
    """Return the sessions in numbers; a track is its artist and title as written."""
    return [
        Session(
            np.array([tracks.number((play.artist, play.title)) for play in plays], dtype=np.int32),
            np.array([artists.number(play.artist) for play in plays], dtype=np.int32),
            np.array([day_of(play.at) for play in plays], dtype=np.float64),
        )
        for plays in sessions
    ]


def are_first(listener: np.ndarray, at_ms: np.ndarray, *, before: tuple[str, int] | None = None) -> np.ndarray:
    """Return whether each play begins a session, bool [n]: `cut` for the plays of many listeners at once.

    `listener`, [n], names whose each play is, in one row for each listener; `at_ms`, int64 [n], ascends within a
    listener, milliseconds since 1970. `before` is the listener and time of the play before the first of these.
    """
    if not len(listener):
        return np.zeros(0, dtype=np.bool_)
    is_first = np.ones(len(listener), dtype=np.bool_)
    is_first[1:] = (listener[1:] != listener[:-1]) | (np.diff(at_ms) > MAX_PAUSE_MS)
    if before is not None:
        is_first[0] = before[0] != listener[0] or at_ms[0] - before[1] > MAX_PAUSE_MS
    return is_first


def day_of(at: datetime) -> float:
    """Return a moment as days since 1970, UTC."""
    return at.timestamp() / DAY_S
