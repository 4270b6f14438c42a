from threading import Event

import pytest

from recommender.clock import system_clock
from recommender.errors import ServerUnavailable
from streaming.consumer import Worker
from streaming.dead_letters import FOR_HANDLERS, DeadLetters
from streaming.handlers.handler import ReadAgain
from streaming.messages import encode
from streaming.topics import Topics
from streaming.worker_state import WorkerState, trouble_of
from tests.builders.events import event
from tests.contracts.fakes.broker import FakeBroker, FakeConsumer, FakeProducer

TOPIC = Topics().activity


class Remembering:
    """A handler that keeps what it is given."""

    name = "taste"
    pending = False

    def __init__(self):
        self.events = []
        self.behind = []

    def handle(self, events, *, behind):
        self.events += [each.event for each in events]
        self.behind.append(behind)

    def flush(self):
        """Nothing is put off."""

    def forget(self):
        """Nothing is remembered."""


class Clock:
    """Seconds, moved by the test."""

    now = 0.0

    def __call__(self):
        return self.now


class At:
    """A worker with what is around it."""

    def __init__(self, handler, consumer=FakeConsumer, clock=None):
        self.broker, self.handler, self.clock = FakeBroker(), handler, clock or Clock()
        self.state = WorkerState(handler=handler.name, slot="0", clock=system_clock, monotonic=self.clock)
        self.worker = Worker(
            lambda: consumer(self.broker, group=handler.name),
            TOPIC,
            handler,
            DeadLetters(FakeProducer(self.broker)),
            stop=Event(),
            monotonic=self.clock,
            state=self.state,
        )
        self.worker.join()

    def turn(self):
        """One round, so late that it commits."""
        self.clock.now += 1.1
        self.worker.turn()

    def committed(self):
        """Next offset by partition."""
        return {place[1]: offset for place, offset in self.broker.committed.items() if offset}


@pytest.fixture
def at():
    return At(Remembering())


def test_a_replayed_letter_is_handled_by_the_handlers_it_is_for_and_the_others_move_on(at):
    for number, names in enumerate((b"archive", b"archive,taste", b"")):
        one = event("finished", "t1", number=number)
        at.broker.append(TOPIC, b"a", encode(one), [(FOR_HANDLERS, names)] if names else [])
    at.broker.append(TOPIC, b"a", b"not json", [(FOR_HANDLERS, b"archive")])
    at.turn()
    assert [each.event_id.int for each in at.handler.events] == [2, 3]
    assert at.committed() == {1: 4}
    assert at.broker.all(TOPIC + ".dead") == []


class StuckConsumer(FakeConsumer):
    """Brings nothing of partition 0, whatever waits there."""

    def __init__(self, broker, *, group):
        super().__init__(broker, group=group, batch=1_000)

    def poll(self, *, within_s):
        messages = super().poll(within_s=within_s)
        self._next[0] = 0
        return [message for message in messages if message.partition]


def test_a_partition_that_does_not_move_is_told_and_its_client_replaced_while_others_are_busy():
    at = At(Remembering(), StuckConsumer)
    at.broker.append(TOPIC, b"d", encode(event("finished", "t1")), [])

    def go_on():
        for number in range(60):
            at.broker.append(TOPIC, b"a", encode(event("finished", "t1", number=number)), [])
            at.turn()

    with pytest.raises(ServerUnavailable, match="partition 0"):
        go_on()
    report = at.state.report()
    assert (report.stuck, report.n_topic_partitions) == ({0: 1}, 2)
    assert "1 messages wait in 1 partitions (0)" in trouble_of(
        report, now=system_clock(), max_silence_s=30, max_stuck_s=60
    )


def test_a_partition_that_does_not_move_puts_no_slate_off_for_ever():
    at = At(Remembering(), StuckConsumer)
    for number in range(300):
        at.broker.append(TOPIC, b"d", encode(event("finished", "t1", number=number)), [])
    for number in range(20):
        at.broker.append(TOPIC, b"a", encode(event("finished", "t1", number=number)), [])
        at.turn()
    assert at.handler.behind[0]
    assert not at.handler.behind[-1]


class Slow(Remembering):
    """Takes half a second for a message, and fails for a batch of several."""

    def __init__(self, clock, meanwhile):
        super().__init__()
        self.clock, self.meanwhile = clock, meanwhile

    def handle(self, events, *, behind):
        if len(events) > 1:
            raise ValueError("one of them is bad")
        super().handle(events, behind=behind)
        self.clock.now += 0.5
        self.meanwhile()


class Staying(FakeConsumer):
    """Counts how often it was kept alive."""

    n_kept_alive = 0

    def keep_alive(self, wait, *, for_s):
        self.n_kept_alive += 1
        super().keep_alive(wait, for_s=for_s)


def slow_worker(meanwhile=lambda: None):
    clock = Clock()
    at = At(Slow(clock, meanwhile), Staying, clock)
    for number in range(60):
        at.broker.append(TOPIC, b"a", encode(event("finished", "t1", number=number)), [])
    return at


def test_while_a_batch_is_handled_message_by_message_the_worker_stays_in_its_group_and_is_heard_of():
    silences = []
    at = slow_worker(lambda: silences.append(at.state.silent_s))
    at.turn()
    assert len(at.handler.events) == 60
    assert 25 <= at.worker._consumer.n_kept_alive <= 31
    assert max(silences) <= 2
    assert at.committed() == {1: 60}


def test_a_batch_whose_partitions_move_while_it_is_handled_message_by_message_is_left():
    at = slow_worker(lambda: len(at.handler.events) == 10 and at.broker.lose(at.worker._consumer))
    at.turn()
    assert len(at.handler.events) < 15
    assert at.committed() == {}
    at.turn()
    assert at.committed() == {1: 60}


class Away(Remembering):
    """Works after so many failures."""

    def __init__(self, n_failures):
        super().__init__()
        self.n_failures = n_failures

    def handle(self, events, *, behind):
        if self.n_failures:
            self.n_failures -= 1
            raise ServerUnavailable("MongoDB is away")
        super().handle(events, behind=behind)


def waiting_worker(n_failures, meanwhile=lambda _: None):
    """One whose pauses take no time; `meanwhile` happens in each of them."""
    pauses_s = []

    class Waiting(FakeConsumer):
        def keep_alive(self, wait, *, for_s):
            pauses_s.append(for_s)
            meanwhile(at)
            super().keep_alive(wait, for_s=0)

    at = At(Away(n_failures), Waiting)
    at.broker.append(TOPIC, b"a", encode(event("finished", "t1")), [])
    return at, pauses_s


def test_a_server_that_is_away_is_waited_for_later_and_later():
    at, pauses_s = waiting_worker(7)
    at.turn()
    assert pauses_s == pytest.approx([0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0])
    assert len(at.handler.events) == 1
    assert at.committed() == {1: 1}


def test_a_worker_that_is_told_to_stop_waits_no_longer_and_commits_nothing():
    at, pauses_s = waiting_worker(7, lambda at: at.worker._stop.set())
    at.turn()
    assert (pauses_s, at.handler.events, at.committed()) == ([0.2], [], {})


def test_a_batch_whose_partitions_move_while_its_server_is_away_is_left():
    at, pauses_s = waiting_worker(7, lambda at: at.broker.lose(at.worker._consumer))
    at.turn()
    assert (pauses_s, at.handler.events, at.committed()) == ([0.2], [], {})


class Breaking(Remembering):
    """Cannot store what it has handled first; tells the worker to stop when it has handled it again."""

    def __init__(self):
        super().__init__()
        self.breaks = False
        self.has_broken = False

    def handle(self, events, *, behind):
        super().handle(events, behind=behind)
        if self.has_broken and events:
            self.stop.set()
        self.breaks = bool(events) and not self.has_broken

    def flush(self):
        if self.breaks:
            self.has_broken = True
            raise ReadAgain("a taste could not be stored")

    def forget(self):
        self.breaks = False


def test_what_could_not_be_stored_is_read_again_from_the_last_commit():
    at = At(Breaking())
    at.handler.stop = at.worker._stop
    at.broker.append(TOPIC, b"a", encode(event("finished", "t1", number=1)), [])
    at.clock.now += 1.1
    at.worker.run()
    assert [each.event_id.int for each in at.handler.events] == [2, 2]
    assert at.committed() == {1: 1}
