from threading import Event

import pytest
import structlog

from streaming.clients import confluent_consumer
from streaming.clients.confluent_consumer import ConfluentGroupConsumer, Pace


class HangingClient:
    """A librdkafka consumer that never leaves its group."""

    def __init__(self):
        self.ends = Event()

    def subscribe(self, _topics, *, on_assign, on_revoke, on_lost):
        self.tell = {"assign": on_assign, "revoke": on_revoke, "lost": on_lost}

    def assign(self, _places):
        pass

    def resume(self, _places):
        pass

    def close(self):
        self.ends.wait()


class Heard:
    def __init__(self):
        self.moves = []

    def on_assigned(self, partitions):
        self.moves.append(partitions)

    on_revoked = on_lost = on_assigned


@pytest.fixture
def hanging():
    client = HangingClient()
    yield client
    client.ends.set()


def test_a_client_that_hangs_while_it_leaves_is_left_behind_and_no_longer_heard(monkeypatch, hanging):
    monkeypatch.setattr(confluent_consumer, "CLOSE_WITHIN_S", 0.01)
    monkeypatch.setattr(confluent_consumer, "Consumer", lambda _settings: hanging)
    consumer, heard = ConfluentGroupConsumer("127.0.0.1:1", group="g", pace=Pace(batch=1)), Heard()
    consumer.subscribe("t", heard)
    hanging.tell["assign"](None, [])
    consumer.close()
    for tell in hanging.tell.values():
        tell(None, [])
    assert heard.moves == [[]]  # of the time before


def test_a_client_that_fails_while_it_leaves_is_told_in_the_log(monkeypatch, hanging):
    monkeypatch.setattr(confluent_consumer, "Consumer", lambda _settings: hanging)
    consumer = ConfluentGroupConsumer("127.0.0.1:1", group="g", pace=Pace(batch=1))
    monkeypatch.setattr(hanging, "close", lambda: 1 / 0)
    with structlog.testing.capture_logs() as logged:
        consumer.close()
    assert [line["event"] for line in logged] == ["group_not_left"]
