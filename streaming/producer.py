"""Messages out: acknowledged by all in-sync replicas, in order, written once."""

from collections.abc import Sequence
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from recommender.errors import ServerUnavailable
from recommender.records import ActivityEvent, Slate
from streaming.messages import encode
from streaming.topics import Topics

ACKNOWLEDGE_WITHIN_S = 10.0


def open_producer(bootstrap: str, *, linger_ms: int = 0) -> KafkaProducer:
    """Return a connected producer, or raise `ServerUnavailable`."""
    try:
        return KafkaProducer(
            bootstrap_servers=bootstrap,
            acks="all",
            linger_ms=linger_ms,
            delivery_timeout_ms=int(ACKNOWLEDGE_WITHIN_S * 1000),
            request_timeout_ms=int(ACKNOWLEDGE_WITHIN_S * 500),
            max_block_ms=int(ACKNOWLEDGE_WITHIN_S * 1000),
            reconnect_backoff_max_ms=1_000,
            metrics_enabled=False,
        )
    except KafkaError as error:
        raise ServerUnavailable(f"Kafka at {bootstrap} does not answer ({error!r}); is it running?") from error


class ActivityProducer:
    """Publishes activity events; safe to call from many threads or greenlets."""

    def __init__(self, producer: KafkaProducer, topics: Topics) -> None:
        self._producer = producer
        self._topic = topics.activity

    def publish(self, events: Sequence[ActivityEvent]) -> None:
        """Return when Kafka has every event for good; raise `ServerUnavailable` when it may not."""
        try:
            pending = [
                self._producer.send(self._topic, key=event.listener_id.encode(), value=encode(event))
                for event in events
            ]
            for each in pending:
                each.get(timeout=ACKNOWLEDGE_WITHIN_S)
        except KafkaError as error:
            raise ServerUnavailable(f"Kafka did not take the events ({error!r}); send them again") from error

    def close(self) -> None:
        """Send what is waiting and disconnect."""
        self._producer.close(timeout=ACKNOWLEDGE_WITHIN_S)


class KafkaSlateOutbox:
    """Sends slates; `flush` says when they are stored."""

    def __init__(self, producer: KafkaProducer, topics: Topics) -> None:
        self._producer = producer
        self._topic = topics.slates
        self._pending: list[Any] = []

    def send(self, slate: Slate) -> None:
        """Hand the slate over; it may still be on its way when this returns."""
        try:
            sent = self._producer.send(self._topic, key=slate.listener_id.encode(), value=encode(slate))
        except KafkaError as error:
            raise ServerUnavailable(f"Kafka did not take a slate ({error!r})") from error
        self._pending.append(sent)

    def flush(self) -> None:
        """Return when every slate sent before is stored for good; raise `ServerUnavailable` otherwise."""
        pending, self._pending = self._pending, []
        try:
            for each in pending:
                each.get(timeout=ACKNOWLEDGE_WITHIN_S)
        except KafkaError as error:
            raise ServerUnavailable(f"Kafka did not store a slate ({error!r})") from error
