"""A member without partitions joins again when they were taken away, and only once."""

import pytest

from streaming.clients.rejoining import AFTER_S, Rejoining


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rejoining(clock):
    return Rejoining(clock=clock)


def test_partitions_that_were_taken_away_are_looked_for_after_a_while(rejoining, clock):
    rejoining.note(2)
    rejoining.note(0)
    assert not rejoining.is_due()
    clock.now += AFTER_S
    assert rejoining.is_due()


def test_a_topic_that_is_not_there_is_looked_for_again(rejoining, clock):
    rejoining.note(1)
    rejoining.note(0)
    clock.now += AFTER_S
    rejoining.wait_again()
    assert not rejoining.is_due()
    clock.now += AFTER_S
    assert rejoining.is_due()


@pytest.mark.parametrize("assigned", [[0], [0, 0], [2], [2, 0, 1]])
def test_a_member_that_has_its_share_or_never_had_one_stays(rejoining, clock, assigned):
    for n_partitions in assigned:
        rejoining.note(n_partitions)
    clock.now += 10 * AFTER_S
    assert not rejoining.is_due()


def test_a_member_more_than_there_are_partitions_joins_again_only_once(rejoining, clock):
    rejoining.note(1)
    rejoining.note(0)
    clock.now += AFTER_S
    rejoining.end()
    rejoining.note(0)
    clock.now += 10 * AFTER_S
    assert not rejoining.is_due()
