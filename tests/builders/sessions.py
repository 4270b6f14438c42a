"""Listening sessions of few tracks; track 10 a + i is by artist a."""

import numpy as np

from recommender.sequences.memory import SessionMemory
from recommender.sequences.records import Query, Session

MINUTE = 1 / 1_440


def session(*tracks: int, day: float = 0.0) -> Session:
    """Return a session that begins on a day, a track a minute."""
    return Session(
        np.array(tracks, dtype=np.int32),
        np.array(tracks, dtype=np.int32) // 10,
        day + MINUTE * np.arange(len(tracks)),
    )


def memory(*sessions: tuple[int, ...]) -> SessionMemory:
    """Return what is known after sessions, one a day."""
    return SessionMemory(session(*tracks, day=day) for day, tracks in enumerate(sessions))


def query(*prefix: int, n_tracks: int = 30, day: float = 100.0) -> Query:
    """Return what comes after some tracks."""
    return Query(session(*prefix, day=day), n_tracks)


def made_sessions(rng: np.random.Generator, n: int, *, n_tracks: int = 40) -> list[Session]:
    """Return sessions through tracks in order, with a jump now and then: what follows can be learned."""
    sessions = []
    for day in range(n):
        tracks = [int(rng.integers(n_tracks))]
        for _ in range(int(rng.integers(1, 9))):
            tracks.append((tracks[-1] + 1) % n_tracks if rng.random() < 0.8 else int(rng.integers(n_tracks)))
        sessions.append(session(*tracks, day=float(day)))
    return sessions
