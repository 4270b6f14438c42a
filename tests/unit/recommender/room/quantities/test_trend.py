from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from recommender.room.quantities.trend import find_trends, trend_times

NOW = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)


def test_both_times_are_whole_days_that_follow_each_other_and_end_with_today():
    times = trend_times(NOW)
    assert times.until == datetime(2026, 1, 6, tzinfo=UTC)
    assert (times.until - times.recent, times.recent - times.earlier) == (timedelta(days=28), timedelta(days=84))
    assert trend_times(NOW + timedelta(hours=11)) == times


def test_the_same_rate_is_no_trend_and_twice_as_often_comes_near_two():
    trends = find_trends(np.array([10.0, 400.0, 0.0, 0.0]), np.array([30.0, 600.0, 60.0, 0.0]))
    assert trends[:2].tolist() == pytest.approx([1.0, 2.0], abs=0.02)
    assert trends[2] == pytest.approx(2 / 22)
    assert np.isnan(trends[3])


def test_few_plays_are_drawn_towards_no_trend():
    once, often = find_trends(np.array([1.0, 20.0]), np.zeros(2))
    assert 1 < once <= 1.5 < 8 < often
