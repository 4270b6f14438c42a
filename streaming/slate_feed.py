"""Every new slate of the cell, for a web process to pass on to the sockets it holds."""

from collections.abc import Callable
from threading import Event

import structlog
from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from recommender.errors import ServerUnavailable
from recommender.records import ListenerId
from streaming.topics import Topics

POLL_MS = 250
RETRY_S = 1.0


class SlateFeed:
    """Reads all partitions from their end, without a group: each web process sees every slate."""

    def __init__(self, bootstrap: str, topics: Topics, on_slate: Callable[[ListenerId, bytes], None]) -> None:
        self._bootstrap = bootstrap
        self._topic = topics.slates
        self._on_slate = on_slate
        self._log = structlog.get_logger("slate_feed")
        self.connected = False

    def run(self, stop: Event) -> None:
        """Pass slates on until `stop` is set; connect again when Kafka comes back."""
        while not stop.is_set():
            try:
                consumer = self._open()
            except KafkaError as error:
                self._log.warning("feed.unavailable", error=repr(error))
                stop.wait(RETRY_S)
                continue
            try:
                self._pass_on(consumer, stop)
            except KafkaError as error:
                self._log.warning("feed.broken", error=repr(error))
            finally:
                self.connected = False
                consumer.close(autocommit=False)

    def _open(self) -> KafkaConsumer:
        consumer = KafkaConsumer(
            bootstrap_servers=self._bootstrap,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="latest",
            fetch_max_wait_ms=50,
            reconnect_backoff_max_ms=1_000,
            metrics_enabled=False,
        )
        partitions = [TopicPartition(self._topic, each) for each in consumer.partitions_for_topic(self._topic) or ()]
        if not partitions:
            consumer.close(autocommit=False)
            raise ServerUnavailable(f"Kafka has no topic {self._topic}; `segue up` makes it")
        consumer.assign(partitions)
        consumer.seek_to_end(*partitions)
        return consumer

    def _pass_on(self, consumer: KafkaConsumer, stop: Event) -> None:
        self.connected = True
        while not stop.is_set():
            for records in consumer.poll(timeout_ms=POLL_MS).values():
                for record in records:
                    if record.key and record.value:
                        self._on_slate(ListenerId(record.key.decode()), record.value)
