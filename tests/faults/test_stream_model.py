"""Whatever befalls the stream: each taste is the fold of the distinct good events, each bad message is buried once."""

from datetime import timedelta
from itertools import count

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from recommender.clock import system_clock
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.placing import with_events
from recommender.listening.taste import Taste
from recommender.records import PlacedEvent, Slate
from streaming.dead_letter_replay import merge
from streaming.dead_letters import dead_letter_of
from streaming.handlers.archive import ArchiveHandler
from streaming.handlers.taste import TasteHandler
from streaming.messages import decode_event, encode
from streaming.producer import KafkaSlateOutbox
from tests.builders.events import START, event
from tests.contracts.fakes.broker import FakeBroker, FakeProducer
from tests.faults.failing_workers import POISON, TOPICS, FailingArchive, FailingTastes, Running

decode_slate = msgspec.json.Decoder(Slate).decode
LISTENERS = ("anna", "bert", "carl")
BAD = (
    b"",
    b"not json",
    b'{"kind": "eaten"}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"event_id": 1e999}',
    encode(event("started", "t")).replace(b"2026", b"0001"),
    encode(event("started", "t")).replace(b"}", b', "recorded_at": "0001-01-02T00:00:00Z"}'),
    None,
)


class StreamOfEvents(RuleBasedStateMachine):
    """Events, redeliveries, bad messages; workers that come, leave, die, are thought dead; servers that go away."""

    def __init__(self):
        super().__init__()
        self.broker = FakeBroker()
        self.producer = FakeProducer(self.broker)
        self.tastes = FailingTastes()
        self.archive = FailingArchive(system_clock)
        self.ticks = count()
        self.numbers = count()
        self.sent = []
        self.later = []
        """What workers, also those that died meanwhile, do a moment later."""
        self.lost = []
        """The good events of logs that Kafka has lost, in their order."""
        self.good = {}
        self.n_bad = 0
        self.running = {"taste": [], "archive": []}

    def handler(self, name):
        if name == "archive":
            return ArchiveHandler(self.archive)
        engine = Engine(lambda: None, dict, EngineConfig())
        outbox = KafkaSlateOutbox(self.producer, TOPICS)
        return TasteHandler(self.tastes, engine, outbox, system_clock, store_later=self.later.append)

    @rule()
    def the_moment_comes_to_store_tastes(self):
        later, self.later = self.later, []
        for store in later:
            store()

    def publish(self, one):
        self.producer.send(TOPICS.activity, key=one.listener_id.encode(), value=encode(one)).wait()

    @rule(listener=st.sampled_from(LISTENERS), kind=st.sampled_from(["started", "finished", "skipped", "liked"]))
    def an_event_is_acknowledged(self, listener, kind):
        if self.broker.away:
            return
        one = event(kind, f"t{next(self.numbers) % 5}", number=next(self.numbers), listener_id=listener)
        one = replace(one, recorded_at=one.occurred_at)
        self.publish(one)
        self.sent.append(one)
        self.good[one.event_id] = one

    @rule(which=st.integers(0, 1000))
    def an_event_is_sent_again(self, which):
        if self.sent and not self.broker.away:
            one = self.sent[which % len(self.sent)]
            self.publish(replace(one, recorded_at=START + timedelta(minutes=next(self.numbers))))

    @rule(listener=st.sampled_from(LISTENERS), value=st.sampled_from(BAD))
    def a_bad_message_comes(self, listener, value):
        if not self.broker.away:
            self.producer.send(TOPICS.activity, key=listener.encode(), value=value).wait()
            self.n_bad += 1

    @rule(listener=st.sampled_from(LISTENERS))
    def an_event_comes_that_breaks_the_handlers(self, listener):
        if not self.broker.away:
            one = event("started", POISON, number=next(self.numbers), listener_id=listener)
            self.publish(replace(one, recorded_at=one.occurred_at))  # as whatever the player sends
            self.n_bad += 1

    @rule(name=st.sampled_from(["taste", "archive"]))
    def a_worker_comes(self, name):
        if len(self.running[name]) < 3:
            self.running[name].append(Running(self.broker, name, self.handler(name), self.ticks))

    def one(self, name, which):
        return self.running[name][which % len(self.running[name])] if self.running[name] else None

    @rule(name=st.sampled_from(["taste", "archive"]), which=st.integers(0, 2))
    def a_worker_takes_a_turn(self, name, which):
        if running := self.one(name, which):
            self.take_turn(name, running)

    def take_turn(self, name, running):
        running.turn()
        if running.stop.is_set():  # a server is away: it would wait until it is told to stop
            self.running[name].remove(running)
            running.leave()

    @rule(name=st.sampled_from(["taste", "archive"]), which=st.integers(0, 2))
    def a_worker_leaves(self, name, which):
        if running := self.one(name, which):
            self.running[name].remove(running)
            running.leave()

    @rule(name=st.sampled_from(["taste", "archive"]), which=st.integers(0, 2))
    def a_worker_is_killed(self, name, which):
        if running := self.one(name, which):
            self.running[name].remove(running)
            self.broker.lose(running.consumer)

    @rule(name=st.sampled_from(["taste", "archive"]), which=st.integers(0, 2))
    def a_worker_is_thought_dead_and_goes_on(self, name, which):
        if running := self.one(name, which):
            self.broker.lose(running.consumer)

    @rule(which=st.integers(0, 2))
    def a_worker_is_overtaken_while_it_stores_tastes(self, which):
        slow = self.one("taste", which)
        if slow is None or self.tastes.away or self.broker.away:
            return

        def others_go_on():
            self.broker.lose(slow.consumer)
            self.a_worker_comes("taste")
            for _ in range(4):
                for running in [each for each in self.running["taste"] if each is not slow]:
                    self.take_turn("taste", running)

        self.tastes.meanwhile = others_go_on
        self.take_turn("taste", slow)
        self.tastes.meanwhile = None

    @rule(away=st.booleans())
    def mongodb_goes_or_comes(self, away):
        self.tastes.away = self.archive.away = away

    @rule(away=st.booleans())
    def kafka_goes_or_comes(self, away):
        self.broker.away = away

    @rule(n=st.integers(0, 30))
    def kafka_loses_its_log_and_has_another_before_anybody_reads(self, n):
        if self.broker.away or self.tastes.away or self.archive.away or self.broker.unwritable:
            return
        self.go_on_until_nothing_waits()
        self.lost += self.placed()
        for running in [*self.running["taste"], *self.running["archive"]]:
            self.broker.lose(running.consumer)
        self.check_letters()  # their places come again
        for topic in (TOPICS.activity, TOPICS.activity_dead):
            self.broker.log(topic)[:] = [[] for _ in range(self.broker.n_partitions)]
        self.n_bad = 0
        self.broker.committed.clear()
        for number in range(n):
            self.an_event_is_acknowledged(LISTENERS[number % 3], "liked")

    @rule(unwritable=st.booleans())
    def dead_letters_cannot_be_written(self, unwritable):
        self.broker.unwritable = {TOPICS.activity_dead} if unwritable else set()

    @invariant()
    def no_taste_holds_more_than_was_sent(self):
        assert sum(each.n_events for each in self.tastes.tastes.values()) <= len(self.good)

    def teardown(self):
        """Servers come back; workers go on until nothing waits. Then everything must be where it belongs."""
        self.broker.away = self.tastes.away = self.archive.away = False
        self.broker.unwritable = set()
        self.go_on_until_nothing_waits()
        for running in [*self.running["taste"], *self.running["archive"]]:
            running.leave()
        self.check()

    def go_on_until_nothing_waits(self):
        for name, running in self.running.items():
            if not running:
                self.a_worker_comes(name)
        for _ in range(40 + 4 * len(self.broker.all(TOPICS.activity))):
            for running in [*self.running["taste"], *self.running["archive"]]:
                running.turn()

    def check(self):
        n_by_partition = {number: len(each) for number, each in enumerate(self.broker.log(TOPICS.activity))}
        for name in self.running:
            for partition, n in n_by_partition.items():
                assert self.broker.committed.get((name, partition), 0) == n, f"{name} left {partition}"
        placed = [*self.lost, *self.placed()]
        for listener in LISTENERS:
            own = [each for each in placed if each.event.listener_id == listener]
            expected = with_events(Taste(listener_id=listener), own, half_life_days=EngineConfig().half_life_days)
            got = self.tastes.tastes.get(listener, Taste(listener_id=listener))
            assert got.n_events == len({each.event.event_id for each in own}), f"{listener}: lost or counted twice"
            assert got.seen == expected.seen, f"{listener}: lost or counted twice"
            assert (got.affinities, got.heard, got.liked) == (expected.affinities, expected.heard, expected.liked)
            assert {each.event.event_id for each in self.archive.of_listener(listener)} == {
                each.event.event_id for each in own
            }
        self.check_letters()
        answered = {decode_slate(each.value).caused_by for each in self.broker.all(TOPICS.slates)}
        assert {str(each.last.event_id) for each in self.tastes.tastes.values() if each.last} <= answered

    def check_letters(self):
        letters = merge(dead_letter_of(each) for each in self.broker.all(TOPICS.activity_dead))
        assert len(letters) == self.n_bad
        assert all(set(each.handlers) == {"taste", "archive"} and each.reason for each in letters)

    def placed(self):
        """The good events in the order of the stream, without those that break the handlers."""
        placed = []
        for message in self.broker.all(TOPICS.activity):
            try:
                one = decode_event(message.value)
            except Exception:
                continue
            if one.track_id != POISON:
                placed.append(PlacedEvent(one, message.partition, message.offset))
        return placed


TestStreamOfEvents = StreamOfEvents.TestCase
TestStreamOfEvents.settings = settings(
    max_examples=300, stateful_step_count=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def test_an_event_whose_dead_letter_could_not_be_stored_is_not_taken_for_folded():
    stream = StreamOfEvents()
    stream.a_worker_comes("taste")
    stream.an_event_comes_that_breaks_the_handlers("anna")
    stream.dead_letters_cannot_be_written(True)
    stream.an_event_is_acknowledged("anna", "started")
    stream.a_worker_takes_a_turn("taste", 0)
    stream.a_worker_comes("taste")
    stream.teardown()


def test_an_event_of_a_new_log_that_breaks_the_handlers_is_a_dead_letter_of_both():
    stream = StreamOfEvents()
    stream.kafka_loses_its_log_and_has_another_before_anybody_reads(4)
    stream.kafka_loses_its_log_and_has_another_before_anybody_reads(1)
    stream.an_event_comes_that_breaks_the_handlers("bert")
    stream.teardown()
