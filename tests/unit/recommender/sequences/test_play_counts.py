import numpy as np
import pytest

from recommender.sequences.play_counts import DecayedCounts, PlayCounts
from tests.builders.sessions import session


def test_plays_sessions_and_last_plays_are_counted():
    counts = PlayCounts()
    counts.learn(session(1, 0, 1))
    counts.learn(session(2, 1, day=1.0))
    assert counts.plays.tolist() == [1, 3, 1]
    assert counts.sessions.tolist() == [1, 2, 1]
    assert counts.last_play.tolist() == [2, 5, 4]


def test_a_play_a_decay_older_is_worth_one_e_th():
    counts = DecayedCounts(7.0)
    counts.learn(session(0, day=0.0))
    counts.learn(session(1, day=7.0))
    assert counts.values[0] / counts.values[1] == pytest.approx(np.exp(-1))


def test_years_of_plays_overflow_nothing():
    counts = DecayedCounts(1.0)
    for day in (0.0, 299.0, 700.0, 5_000.0, 5_001.0):
        counts.learn(session(0, 1, day=day))
    counts.learn(session(2, day=5_002.0))
    assert np.isfinite(counts.values).all()
    assert counts.values[0] / counts.values[2] == pytest.approx(np.exp(-1) + np.exp(-2), rel=1e-3)


def test_a_session_that_comes_late_counts_as_old():
    counts = DecayedCounts(7.0)
    counts.learn(session(1, day=7.0))
    counts.learn(session(0, day=0.0))
    assert counts.values[0] / counts.values[1] == pytest.approx(np.exp(-1))


def test_a_session_without_a_track_changes_nothing():
    counts = PlayCounts()
    counts.learn(session(1))
    counts.learn(session())
    assert counts.plays.tolist() == [0, 1]
