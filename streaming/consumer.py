"""The loop of a worker: poll, decode, handle, commit; nothing is committed before it is stored for good."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any, Protocol

import structlog
from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from recommender.errors import BadRecord, ServerUnavailable
from recommender.records import PlacedEvent
from streaming.dead_letters import DeadLetters
from streaming.messages import decode_event

POLL_MS = 500
COMMIT_EVERY_S = 1.0
"""What was handled since is handled again after a crash, which changes nothing."""
RETRY_FIRST_S = 0.2
RETRY_LONGEST_S = 5.0
BEHIND = 200
"""From so many waiting messages on, the worker counts as behind."""


class Handler(Protocol):
    """What is done with batches of events."""

    name: str

    def handle(self, events: Sequence[PlacedEvent], *, behind: bool) -> None:
        """Do it; raise `BadRecord` for what can never work, `ServerUnavailable` for what may work later."""

    @property
    def owing(self) -> bool:
        """Whether something was put off; `handle` with no events and not behind makes up for it."""

    def settle(self) -> None:
        """Return when everything handled so far, and not owed, is stored for good."""

    def forget(self) -> None:
        """Drop what is remembered of earlier batches: partitions have moved."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a worker takes messages: at once, or in larger batches that cost everybody less."""

    batch: int
    """Messages handled together at most."""
    wait_ms: int = 50
    """How long Kafka may hold an answer back until `gather_bytes` have come."""
    gather_bytes: int = 1


def open_consumer(bootstrap: str, *, group: str, instance: str, pace: Pace) -> KafkaConsumer:
    """Return a consumer that goes on within seconds when it replaces one that was killed.

    `instance` is the worker's slot: a successor with the same name takes over its partitions at once.
    """
    try:
        return KafkaConsumer(
            bootstrap_servers=bootstrap,
            group_id=group,
            group_instance_id=instance,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=6_000,
            heartbeat_interval_ms=1_500,
            fetch_max_wait_ms=pace.wait_ms,
            fetch_min_bytes=pace.gather_bytes,
            max_poll_records=pace.batch,
            max_partition_fetch_bytes=4 << 20,
            reconnect_backoff_max_ms=1_000,
            metrics_enabled=False,
        )
    except KafkaError as error:
        raise ServerUnavailable(f"Kafka at {bootstrap} does not answer ({error!r}); is it running?") from error


class Worker(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python has no types
    """Feeds one handler from one topic until told to stop."""

    def __init__(
        self,
        consumer: KafkaConsumer,
        topic: str,
        handler: Handler,
        dead_letters: DeadLetters,
        *,
        stop: Event,
        monotonic: Callable[[], float],
    ) -> None:
        self._consumer = consumer
        self._topic = topic
        self._handler = handler
        self._dead = dead_letters
        self._stop = stop
        self._monotonic = monotonic
        self._done: dict[TopicPartition, int] = {}
        self._committed_at = monotonic()
        self._log = structlog.get_logger("worker").bind(handler=handler.name)

    def run(self) -> None:
        """Handle messages until `stop` is set; then commit what is done and leave."""
        self._consumer.subscribe([self._topic], listener=self)
        self._log.info("worker.started", topic=self._topic)
        try:
            while not self._stop.is_set():
                self._turn(self._polled())
            self._commit(wait=True)
        finally:
            self._consumer.close(autocommit=False)
            self._log.info("worker.stopped")

    def on_partitions_revoked(self, _revoked: Iterable[TopicPartition]) -> None:
        """Commit what is done before the partitions go to another worker."""
        self._commit(wait=True)
        self._done.clear()
        self._handler.forget()

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Start anew with the partitions that came."""
        self._done.clear()
        self._handler.forget()
        self._log.info("worker.partitions", partitions=sorted(each.partition for each in assigned))

    def _polled(self) -> dict[TopicPartition, list[ConsumerRecord]]:
        records: dict[TopicPartition, list[ConsumerRecord]] = self._consumer.poll(timeout_ms=POLL_MS)
        return records

    def _turn(self, records: dict[TopicPartition, list[ConsumerRecord]]) -> None:
        if records or self._handler.owing:
            messages = [message for of_partition in records.values() for message in of_partition]
            self._handle(self._decoded(messages), messages, behind=self._behind(records))
            self._done.update({place: batch[-1].offset + 1 for place, batch in records.items()})
        if self._monotonic() - self._committed_at >= COMMIT_EVERY_S:
            self._commit()

    def _behind(self, records: dict[TopicPartition, list[ConsumerRecord]]) -> bool:
        waiting = 0
        for place, batch in records.items():
            waiting += max((self._consumer.highwater(place) or 0) - batch[-1].offset - 1, 0)
        return waiting >= BEHIND

    def _decoded(self, messages: list[ConsumerRecord]) -> list[PlacedEvent]:
        events = []
        for message in messages:
            try:
                events.append(PlacedEvent(decode_event(message.value), message.partition, message.offset))
            except BadRecord as error:
                self._bury(message, str(error))
        if events:
            self._dead.relieve()
        return events

    def _handle(self, events: list[PlacedEvent], messages: list[ConsumerRecord], *, behind: bool) -> None:
        try:
            self._patiently(lambda: self._handler.handle(events, behind=behind))
        except BadRecord:
            # One of them cannot be handled; alone, each shows whether it is the one.
            self._one_by_one(events, {(each.partition, each.offset): each for each in messages})

    def _one_by_one(self, events: list[PlacedEvent], messages: dict[tuple[int, int], ConsumerRecord]) -> None:
        for placed in events:
            try:
                self._patiently(partial(self._handler.handle, [placed], behind=False))
                self._dead.relieve()
            except BadRecord as error:
                self._handler.forget()
                self._bury(messages[placed.partition, placed.offset], str(error))

    def _bury(self, message: ConsumerRecord, reason: str) -> None:
        self._log.warning("message.buried", partition=message.partition, offset=message.offset, reason=reason)
        self._dead.bury(message, reason)

    def _commit(self, *, wait: bool = False) -> None:
        """Commit what is done and stored for good; the messages go on meanwhile unless `wait`."""
        self._committed_at = self._monotonic()
        if not self._done or self._handler.owing:
            return
        self._patiently(self._handler.settle)
        offsets = {place: OffsetAndMetadata(offset, "", -1) for place, offset in self._done.items()}
        self._done.clear()
        if not wait:
            self._consumer.commit_async(offsets, callback=self._committed)
            return
        try:
            self._consumer.commit(offsets)
        except KafkaError as error:
            self._committed(offsets, error)

    def _committed(self, _offsets: object, answer: object) -> None:
        if isinstance(answer, Exception):
            # The next commit says more; or they are handled again, which changes nothing but costs time.
            self._log.warning("commit.failed", error=repr(answer))

    def _patiently(self, attempt: Callable[[], Any]) -> Any:
        """Try until it works or the worker is told to stop: a server that restarts must not lose anything."""
        wait_s = RETRY_FIRST_S
        while True:
            try:
                return attempt()
            except ServerUnavailable as error:
                self._log.warning("server.unavailable", error=str(error), wait_s=wait_s)
                if self._stop.wait(wait_s):
                    raise
                wait_s = min(wait_s * 2, RETRY_LONGEST_S)
