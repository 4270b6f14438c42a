"""The thread that passes slates on: whatever lies in the topic, and a topic that comes later."""

import random
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import uuid4

import pytest

from recommender.clock import system_clock
from recommender.errors import UNAVAILABLE
from recommender.records import ListenerId, Slate
from streaming.clients.confluent_reader import ConfluentTopicReader
from streaming.messages import encode
from streaming.producer import KafkaSlateOutbox, open_producer
from streaming.round_trip import RoundTrip
from streaming.slate_feed import SlateFeed
from streaming.topics import Topics, ensure_topics
from tests.deadline import eventually
from tests.faults.test_bad_messages import fuzzed

pytestmark = pytest.mark.live
ODD = [(b"\xff\xfe", b"{}"), (None, b"{}"), (b"anna", None), (None, None), (b"", b""), (b"x" * 70_000, b"\x00")]


class Feed:
    """A feed in its thread, and what it passed on."""

    def __init__(self, bootstrap: str) -> None:
        self.topics = Topics(uuid4().hex[:8])
        self.bootstrap = bootstrap
        self.passed_on: list[tuple[ListenerId, bytes]] = []
        self.feed = SlateFeed(
            lambda: ConfluentTopicReader(bootstrap, self.topics.slates), self._pass_on, clock=system_clock
        )
        self.stop = Event()
        self.thread = Thread(target=self.feed.run, args=(self.stop,))
        self.thread.start()
        self.producer = open_producer(bootstrap)

    def _pass_on(self, listener_id: ListenerId, slate: bytes) -> None:
        if b"poison" in slate:
            raise RuntimeError("a socket breaks")
        self.passed_on.append((listener_id, slate))

    def make_topics(self) -> None:
        ensure_topics(self.bootstrap, self.topics, partitions=2)
        eventually(lambda: self.feed.connected, within_s=60, what="connected")

    def send_slate(self) -> Slate:
        slate = Slate(
            slate_id=uuid4().hex, listener_id=ListenerId("anna"), picks=(), model_version="", made_at=datetime.now(UTC)
        )
        outbox = KafkaSlateOutbox(self.producer, self.topics)
        outbox.send(slate)
        outbox.flush()
        return slate

    def wait_for(self, slate: Slate) -> None:
        eventually(lambda: ("anna", encode(slate)) in self.passed_on, what="the slate is passed on")

    def close(self) -> None:
        self.stop.set()
        self.thread.join(20)
        self.producer.close(within_s=1)


@pytest.fixture
def feed(kafka_bootstrap):
    feed = Feed(kafka_bootstrap)
    yield feed
    feed.close()


def reached(feed: Feed) -> bool:
    """Whether a mark sent now comes back: a feed reads from its end, so one is needed before the first slate."""
    trip = RoundTrip(feed.producer, feed.topics, feed.feed, monotonic=lambda: float("inf"))
    return trip.trouble() == ""


def test_a_topic_that_comes_later_is_read_when_it_is_there(feed):
    eventually(lambda: feed.feed.trouble == UNAVAILABLE, what="told that there is nothing to read")
    feed.make_topics()
    eventually(lambda: reached(feed), within_s=60, what="a mark comes back")
    feed.wait_for(feed.send_slate())


def test_odd_messages_and_sockets_that_break_hold_no_slate_up(feed):
    feed.make_topics()
    eventually(lambda: reached(feed), within_s=60, what="a mark comes back")
    for key, value in [*ODD, (b"bert", b"poison")]:
        feed.producer.send(feed.topics.slates, key=key, value=value).wait()
    feed.wait_for(feed.send_slate())
    assert feed.feed.n_not_passed_on == 2  # the key that is no text, and the socket that broke
    assert feed.thread.is_alive()


def test_fuzzed_slates_hold_no_slate_up(feed, extent, report):
    feed.make_topics()
    eventually(lambda: reached(feed), within_s=60, what="a mark comes back")
    messages = list(fuzzed(extent.n_messages, random.Random(7)))
    for delivery in [feed.producer.send(feed.topics.slates, key=key, value=value) for key, value in messages]:
        delivery.wait()
    feed.wait_for(feed.send_slate())
    report("fuzzed slate messages", tried=f"{len(messages):,} messages", good=1, lost=0)


def test_a_mark_that_does_not_come_back_is_told(feed):
    assert "slates are not read" in RoundTrip(feed.producer, feed.topics, feed.feed, monotonic=lambda: 0.0).trouble()
