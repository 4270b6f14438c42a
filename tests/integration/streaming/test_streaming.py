"""Workers on real Kafka and MongoDB: what they do, and that nothing is lost or counted twice, whatever dies."""

import signal
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from recommender.records import Slate, Steering
from recommender.simulation.activity import simulate_events
from streaming.clients.confluent_scan import TopicScan
from streaming.dead_letter_replay import list_letters, replayed
from streaming.messages import encode
from streaming.producer import open_producer
from streaming.slate_feed import MARK
from tests.builders.events import START, event
from tests.builders.index import made_tracks
from tests.deadline import eventually
from tests.integration.listening_stack import ListeningStack

pytestmark = pytest.mark.live


@pytest.fixture
def stack(settings):
    stack = ListeningStack(settings)
    yield stack
    stack.close()


def many_events(*, n_listeners=12, hours=30.0, seed=5):
    tracks = made_tracks(6, 10)
    rng = np.random.default_rng(seed)
    events = simulate_events(tracks, n_listeners=n_listeners, hours=hours, until=START, rng=rng)
    return [msgspec.structs.replace(event, source="") for event in events]  # simulated ones have no counts


def slates_on(stack):
    """Every slate of the cell, oldest first."""
    scan = TopicScan(stack.settings.kafka_bootstrap, stack.topics.slates)
    slates = [msgspec.json.decode(message.value, type=Slate) for message in scan.messages() if message.key != MARK]
    scan.close()
    return slates


def test_an_event_becomes_a_taste_a_slate_and_an_entry_of_the_archive(stack):
    stack.worker()
    played = event("started", "t1")
    stack.publish([played])
    stack.wait_for_tastes(1)
    stack.wait_for_archive(1)
    slate = eventually(lambda: slates_on(stack))[0]
    assert slate.caused_by == str(played.event_id)
    assert slate.listener_id == "anna"
    assert "segue build index" in slate.message  # there is no index in this test
    stack.check([played])


def test_what_is_steered_is_in_the_taste_the_archive_and_the_slate_that_answers_it(stack):
    stack.worker()
    steering = Steering(familiarity=0.25, energy=-1.0, half_life_days=30.0, artist_cap=3)
    steered = event("steered", None, steering=steering)
    stack.publish([steered])
    stack.wait_for_tastes(1)
    stack.wait_for_archive(1)
    slate = eventually(lambda: slates_on(stack))[0]
    assert (slate.caused_by, slate.steering) == (str(steered.event_id), steering)
    stack.check([steered])


def test_progress_is_folded_without_a_slate(stack):
    stack.worker()
    stack.publish([event("progressed", "t1", number=1), event("searched", None, number=2)])
    stack.wait_for_tastes(2)
    assert slates_on(stack) == []


def test_a_retry_of_the_page_counts_once(stack):
    stack.worker()
    events = [event("finished", "t1", number=n) for n in range(3)]
    stack.publish(events)
    stack.publish(events)
    stack.publish([event("liked", "t1", number=7)])
    stack.wait_for_tastes(4)
    stack.wait_for_archive(4)
    stack.check([*events, event("liked", "t1", number=7)])


def test_bad_messages_are_kept_with_their_reason_and_good_ones_go_on(stack):
    stack.worker()
    producer = open_producer(stack.settings.kafka_bootstrap)
    bad = [b"not json", b'{"kind": "eaten"}', b"\xff\xfe", b"{}"]
    for raw in bad:
        producer.send(stack.topics.activity, key=b"anna", value=raw).wait()
    stack.publish([event("finished", "t1")])
    stack.wait_for_tastes(1)
    stack.wait_for_archive(1)
    letters = eventually(lambda: _buried_by_both(stack, len(bad)))
    assert {letter.value for letter in letters} == set(bad)
    assert all(
        letter.reason.startswith("not an activity event") and letter.topic == stack.topics.activity
        for letter in letters
    )
    producer.close()


def _buried_by_both(stack, n):
    letters = list_letters(stack.settings.kafka_bootstrap, stack.topics.activity)
    return letters if [len(letter.handlers) for letter in letters] == [2] * n else None


def test_dead_letters_are_replayed_once(stack):
    producer = open_producer(stack.settings.kafka_bootstrap)
    once_bad = event("finished", "t1")
    producer.send(
        stack.topics.activity_dead,
        key=b"anna",
        value=encode(once_bad),
        headers=[("reason", b"a bug"), ("topic", stack.topics.activity.encode())],
    ).wait()
    bootstrap, topic = stack.settings.kafka_bootstrap, stack.topics.activity
    assert replayed(bootstrap, topic, producer).n_sent == 1
    assert replayed(bootstrap, topic, producer).n_sent == 0
    stack.worker()
    stack.wait_for_tastes(1)
    stack.wait_for_archive(1)
    stack.check([once_bad])
    producer.close()


@pytest.mark.parametrize("point", ["before_store", "after_store", "after_slates", "after_commit"])
def test_a_worker_that_is_killed_loses_nothing_and_counts_nothing_twice(stack, point):
    events = many_events()
    stack.publish(events[: len(events) // 2])
    dying = stack.dying_worker(point, after=1)
    assert dying.wait(timeout=60) == -signal.SIGKILL
    stack.publish(events[len(events) // 2 :])
    stack.worker()
    stack.wait_for_tastes(len(events))
    stack.wait_for_archive(len(events))
    stack.check(events)
    listeners = {each.listener_id for each in events}
    newest = {each.listener_id: str(each.event_id) for each in events}
    slates = eventually(lambda: _newest_answered(stack, newest))
    assert {slate.listener_id for slate in slates} == listeners


def _newest_answered(stack, newest):
    slates = slates_on(stack)
    last = {slate.listener_id: slate.caused_by for slate in slates}
    return slates if last == newest else None


def test_a_worker_goes_on_after_a_restart_of_kafka(settings, own_kafka):
    stack = ListeningStack(replace(settings, kafka_bootstrap=own_kafka.address))
    try:
        stack.worker()
        events = many_events(n_listeners=6)
        stack.publish(events[:40])
        stack.wait_for_tastes(40)
        own_kafka.kill()
        own_kafka.start()
        stack.publish(events[40:])
        stack.wait_for_tastes(len(events))
        stack.wait_for_archive(len(events))
        stack.check(events)
    finally:
        stack.close()


def test_a_worker_goes_on_after_a_restart_of_mongod(settings, own_mongod):
    stack = ListeningStack(replace(settings, mongo_uri=own_mongod.address))
    try:
        stack.worker()
        events = many_events(n_listeners=6)
        stack.publish(events[:40])
        stack.wait_for_tastes(40)
        own_mongod.kill()
        stack.publish(events[40:])
        own_mongod.start()
        stack.wait_for_tastes(len(events))
        stack.wait_for_archive(len(events))
        stack.check(events)
    finally:
        stack.close()


def test_a_second_worker_takes_over_when_the_first_leaves(stack):
    events = many_events()
    first = stack.worker("taste", "--slot", "0")
    stack.worker("archive")
    stack.publish(events[:100])
    stack.wait_for_tastes(100)
    stack.worker("taste", "--slot", "1")
    stack.publish(events[100:200])
    stack.wait_for_tastes(200)
    first.kill()
    stack.publish(events[200:])
    stack.wait_for_tastes(len(events))
    stack.wait_for_archive(len(events))
    stack.check(events)
