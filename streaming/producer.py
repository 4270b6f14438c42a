"""Activity up and slates out: acknowledged by all in-sync replicas, in order."""

from collections.abc import Sequence

import structlog

from recommender.errors import ServerUnavailable
from recommender.records import ActivityEvent, Slate
from streaming.clients.confluent_producer import ConfluentProducer
from streaming.clients.librdkafka import start_system_thread
from streaming.clients.ports import Delivery, MessageProducer, MessageRefused, StartThread
from streaming.messages import encode
from streaming.topics import Topics


def open_producer(
    bootstrap: str,
    *,
    linger_ms: int = 0,
    hear_every_s: float = 0.0,
    start_thread: StartThread = start_system_thread,
) -> MessageProducer:
    """Return a producer; it connects by itself, also to a Kafka that comes later."""
    return ConfluentProducer(bootstrap, linger_ms=linger_ms, hear_every_s=hear_every_s, start_thread=start_thread)


class ActivityProducer:
    """Publishes activity events; safe to call from many threads or greenlets."""

    def __init__(self, producer: MessageProducer, topics: Topics) -> None:
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
                each.wait()
        except ServerUnavailable as error:
            raise ServerUnavailable(f"the events could not be stored: {error}; send them again") from error

    def close(self) -> None:
        """Send what is waiting and disconnect."""
        self._producer.close()


class KafkaSlateOutbox:
    """Sends slates; `flush` says when they are stored."""

    def __init__(self, producer: MessageProducer, topics: Topics) -> None:
        self._producer = producer
        self._topic = topics.slates
        self._waiting: list[tuple[Slate, Delivery | None]] = []
        self._log = structlog.get_logger(__name__)

    def send(self, slate: Slate) -> None:
        """Hand the slate over; it may still be on its way when this returns."""
        self._waiting.append((slate, self._send(slate)))

    def flush(self) -> None:
        """Return when every slate sent before is stored for good; raise `ServerUnavailable` otherwise.

        What was not stored is sent again at the next call: a server that restarts takes no slate with it.
        """
        waiting = [(slate, delivery or self._send(slate)) for slate, delivery in self._waiting]
        self._waiting = []
        failure: ServerUnavailable | None = None
        for slate, delivery in waiting:
            try:
                if delivery is None:
                    raise ServerUnavailable("it takes no more now")
                delivery.wait()
            except MessageRefused as error:
                self._log.error("slate_refused", listener_id=slate.listener_id, why=str(error))
            except ServerUnavailable as error:
                failure = error
                self._waiting.append((slate, None))
        if failure:
            raise ServerUnavailable(f"Kafka did not store {len(self._waiting)} slates: {failure}") from failure

    def forget(self) -> None:
        """Drop what is not stored: the events behind it were not committed and will come again."""
        self._waiting.clear()

    def _send(self, slate: Slate) -> Delivery | None:
        try:
            return self._producer.send(self._topic, key=slate.listener_id.encode(), value=encode(slate))
        except ServerUnavailable:
            return None
