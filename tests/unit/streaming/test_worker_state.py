from datetime import UTC, datetime, timedelta

import pytest

from infra.stores.heartbeats import Heartbeat
from infra.web.health import part_of_workers
from streaming.clients.ports import Message
from streaming.worker_state import WorkerState, trouble_of

START = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    now = START

    def __call__(self):
        return self.now

    def move(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def state(clock):
    return WorkerState(handler="taste", slot="0", clock=clock)


def trouble(state, clock):
    return trouble_of(state.report(), now=clock(), max_silence_s=30, max_stuck_s=60)


def test_a_worker_that_turns_with_nothing_to_do_is_well(state, clock):
    clock.move(1_000)
    state.turned("")
    assert trouble(state, clock) == ""


def test_a_worker_whose_loop_does_not_come_round_is_told(state, clock):
    clock.move(31)
    assert "has not been heard of for 31 s" in trouble(state, clock)


def test_what_a_worker_waits_for_is_told_until_it_handles_messages(state, clock):
    state.wait_for("MongoDB does not answer")
    assert "waits: MongoDB does not answer" in trouble(state, clock)
    state.handled([Message("t", 0, 1, None, None)])
    assert trouble(state, clock) == ""


def test_a_worker_that_does_not_move_although_messages_wait_is_stuck(state, clock):
    state.assigned([0, 1])
    state.waiting({0: 5, 1: 0})
    clock.move(61)
    state.turned("")
    assert "stuck: 5 messages wait in 1 partitions" in trouble(state, clock)
    assert state.report().n_stuck(now=clock(), max_stuck_s=60) == 1


def test_partitions_that_go_take_their_lag_with_them(state):
    state.assigned([1, 0])
    state.waiting({0: 5, 1: 3})
    state.revoked([0])
    assert (state.report().partitions, state.report().lag) == ((1,), 0)


def test_one_partition_that_does_not_move_is_stuck_although_others_are_handled(state, clock):
    state.assigned([0, 1])
    state.waiting({0: 5, 1: 7}, stuck={1: 7})
    state.handled([Message("t", 0, 1, None, None)])
    assert "stuck: 7 messages wait in 1 partitions (1)" in trouble(state, clock)
    state.waiting({0: 4})
    assert state.report().n_stuck(now=clock(), max_stuck_s=60) == 1
    state.revoked([1])
    assert trouble(state, clock) == ""


def test_when_partitions_moved_is_told_and_the_same_ones_again_are_no_move(state, clock):
    clock.move(10)
    state.assigned([])
    assert state.report().moved_at == START
    state.assigned([0])
    clock.move(10)
    state.assigned([0])
    assert (clock() - state.report().moved_at).total_seconds() == 10


def beat(*, trouble="", **figures):
    return Heartbeat(process="p", role="worker taste", host="h", trouble=trouble, figures=figures)


def test_without_a_worker_its_part_is_not_ready_and_says_what_to_run():
    part = part_of_workers("worker taste", [])
    assert not part.ready
    assert "segue worker" in part.why


def test_workers_are_ready_together_and_their_lags_add_up():
    beats = [beat(lag=2.0, dead_letters=3.0, sessions_asked=4.0), beat(lag=5.0, dead_letters=3.0, sessions_asked=1.0)]
    part = part_of_workers("worker taste", beats)
    assert part.ready
    assert (part.figures["lag"], part.figures["dead_letters"]) == (7.0, 3.0)
    assert part.figures["sessions_asked"] == 5.0


def test_one_worker_in_trouble_is_the_trouble_of_all():
    part = part_of_workers("worker taste", [beat(), beat(trouble="it is stuck")])
    assert (part.ready, part.why) == (False, "it is stuck")


def test_workers_that_read_a_part_of_the_topic_only_are_not_ready():
    idle = beat(partitions=0.0, topic_partitions=8.0, partitions_age_s=99.0)
    part = part_of_workers("worker taste", [idle, idle])
    assert not part.ready
    assert "nobody reads 8 of 8 partitions" in part.why
