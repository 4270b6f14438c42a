from itertools import pairwise

import pytest

from recommender.errors import ServerUnavailable
from streaming.progress import MAX_STUCK_S, STILL_S, Progress


class Loop:
    """A worker's loop by its own clock, which has partitions 0 and 1."""

    def __init__(self):
        self.now = 0.0
        self.progress = Progress(lambda: self.now)
        self.progress.assigned([0, 1])

    def turns(self, seconds, *, came=(), lags=None, turn_s=0.5):
        """Turns for so long, each with these partitions; the brokers are asked each time. Returns the replacements."""
        replaced = []
        for _ in range(round(seconds / turn_s)):
            self.now += turn_s
            self.progress.turned(came)
            self.progress.waiting({0: 5, 1: 5} if lags is None else lags)
            try:
                self.progress.require_moving()
            except ServerUnavailable as error:
                replaced.append((self.now, str(error)))
        return replaced


@pytest.fixture
def loop():
    return Loop()


def test_one_partition_that_does_not_move_among_busy_ones_is_stuck_and_its_client_replaced(loop):
    assert loop.turns(MAX_STUCK_S, came=[0]) == []
    ((_, why),) = loop.turns(1, came=[0])
    assert loop.progress.stuck == {1: 5}
    assert "of partition 1 for" in why


def test_a_partition_where_nothing_waits_or_that_moves_is_not_stuck(loop):
    loop.turns(100, came=[0], lags={0: 5, 1: 0})
    loop.turns(20, came=[0])
    loop.turns(0.5, came=[1])
    assert loop.turns(20, came=[0]) == []
    assert loop.progress.stuck == {}


def test_while_messages_are_handled_or_servers_awaited_no_time_counts(loop):
    assert loop.turns(600, came=[0], turn_s=60) == []


def test_what_nobody_can_ask_for_is_not_stuck(loop):
    loop.turns(MAX_STUCK_S + 1, came=[0])
    loop.progress.waiting(None)
    assert loop.progress.stuck == {}
    assert loop.turns(20, came=[0]) == []


def test_while_others_move_a_client_is_replaced_later_and_later(loop):
    at = [now for now, _ in loop.turns(460, came=[0])]
    assert [round((later - earlier) / 60) for earlier, later in pairwise(at)] == [1, 2, 4]


def test_while_nothing_moves_a_client_is_replaced_at_the_same_pace(loop):
    at = [now for now, _ in loop.turns(200)]
    assert all(29 < later - earlier < 32 for earlier, later in pairwise(at))
    assert len(at) >= 5


def test_a_partition_that_a_new_client_brings_back_is_still_stuck_and_one_of_others_is_not(loop):
    loop.turns(MAX_STUCK_S + 1, came=[0])
    loop.progress.assigned([0, 1])
    assert loop.progress.stuck == {1: 5}
    loop.progress.assigned([2])
    loop.progress.assigned([1, 2])
    assert loop.progress.stuck == {}


def test_what_waits_in_a_partition_that_does_not_move_does_not_make_a_worker_behind(loop):
    assert loop.progress.behind({0: 3, 1: 300}) == 303
    loop.turns(STILL_S, came=[0])
    assert loop.progress.behind({0: 3, 1: 300}) == 3
