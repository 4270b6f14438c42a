import numpy as np

from recommender.sequences.records import Session
from recommender.sequences.session_log import SessionLog


def session(*tracks):
    return Session(
        np.array(tracks, dtype=np.int32),
        np.zeros(len(tracks), dtype=np.int32),
        np.arange(len(tracks), dtype=np.float64),
    )


def test_a_session_without_tracks_changes_nothing():
    log = SessionLog()
    log.learn(session(3, 4))
    log.learn(session())
    log.learn(session(5))
    assert (log.n_sessions, log.n_plays) == (2, 3)
    first, end = log.bounds(np.array([1]))
    assert log.tracks_at(np.arange(first[0], end[0])).tolist() == [5]
