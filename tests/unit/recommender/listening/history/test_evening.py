from datetime import UTC, datetime, timedelta

import pytest

from recommender.listening.history.evening import MIN_PAUSE, evening_of
from recommender.listening.history.plays import PlayedAt
from recommender.records import TrackId

NOW = datetime(2026, 1, 5, 23, tzinfo=UTC)


def plays(*hours_ago: float) -> list[PlayedAt]:
    return [
        PlayedAt(bytes([number]), TrackId(f"t{hours}"), NOW - timedelta(hours=hours))
        for number, hours in enumerate(hours_ago)
    ]


@pytest.mark.parametrize(
    ("hours_ago", "n"),
    [((), 0), ((0.1, 0.2, 1.0), 3), ((0.1, 3.9, 7.8, 11.9), 3), ((4.0, 4.1), 0), ((3.99, 4.1, 8.2), 2)],
)
def test_an_evening_ends_before_the_last_long_pause(hours_ago, n):
    heard = plays(*hours_ago)
    assert evening_of(heard, NOW) == tuple(heard[:n])


def test_a_play_that_a_clock_puts_ahead_of_now_is_of_this_evening():
    assert len(evening_of(plays(-0.1, 1.0), NOW)) == 2
    assert timedelta(hours=4) == MIN_PAUSE
