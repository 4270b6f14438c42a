"""Messages that could not be handled: kept with the reason and their original bytes, listed, replayed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError

from recommender.errors import SegueError, ServerUnavailable
from streaming.producer import ACKNOWLEDGE_WITHIN_S
from streaming.topics import DEAD

MOST_IN_A_ROW = 100
"""More dead letters than this without a good message between them stop the worker: the fault is rather ours."""


class TooManyDeadLetters(SegueError):
    """Nothing can be handled any more; a wrong version of the code or of the messages is likely."""

    def __init__(self, topic: str, reason: str) -> None:
        super().__init__(
            f"{MOST_IN_A_ROW} messages of {topic} in a row could not be handled, the last because: {reason}; "
            "nothing is lost: mend the cause, then `segue deadletters replay`"
        )


@dataclass(frozen=True)
class DeadLetter:
    """One message that could not be handled."""

    topic: str
    """Where it came from."""
    partition: int
    offset: int
    """Where it stands in the dead letters' topic."""
    reason: str
    key: bytes | None
    value: bytes | None
    buried_at: datetime


class DeadLetters:
    """Where a worker puts what it cannot handle."""

    def __init__(self, producer: KafkaProducer) -> None:
        self._producer = producer
        self._in_a_row = 0

    def bury(self, message: ConsumerRecord, reason: str) -> None:
        """Keep the message and its reason for good, or raise; too many in a row raise `TooManyDeadLetters`."""
        headers = [
            ("reason", reason.encode()[:2_000]),
            ("topic", message.topic.encode()),
            ("partition", str(message.partition).encode()),
            ("offset", str(message.offset).encode()),
        ]
        try:
            self._producer.send(message.topic + DEAD, key=message.key, value=message.value, headers=headers).get(
                timeout=ACKNOWLEDGE_WITHIN_S
            )
        except KafkaError as error:
            raise ServerUnavailable(f"Kafka did not take a dead letter ({error!r})") from error
        self._in_a_row += 1
        if self._in_a_row >= MOST_IN_A_ROW:
            raise TooManyDeadLetters(message.topic, reason)

    def relieve(self) -> None:
        """Note that a message was handled well."""
        self._in_a_row = 0


def listed(bootstrap: str, topic: str) -> list[DeadLetter]:
    """Return every dead letter of `topic`, oldest first within a partition."""
    with_consumer = _open(bootstrap, group=None)
    try:
        return list(_read(with_consumer, topic + DEAD, from_start=True))
    finally:
        with_consumer.close()


def replayed(bootstrap: str, topic: str, producer: KafkaProducer) -> int:
    """Send the dead letters that were not replayed before to their topic again; return how many there were."""
    consumer = _open(bootstrap, group=topic + DEAD + ".replay")
    try:
        n = 0
        for letter in _read(consumer, topic + DEAD, from_start=False):
            producer.send(letter.topic, key=letter.key, value=letter.value).get(timeout=ACKNOWLEDGE_WITHIN_S)
            n += 1
        consumer.commit()
        return n
    except KafkaError as error:
        raise ServerUnavailable(f"Kafka failed during the replay ({error!r}); run it again") from error
    finally:
        consumer.close()


def _open(bootstrap: str, *, group: str | None) -> KafkaConsumer:
    try:
        return KafkaConsumer(
            bootstrap_servers=bootstrap,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            metrics_enabled=False,
        )
    except KafkaError as error:
        raise ServerUnavailable(f"Kafka at {bootstrap} does not answer ({error!r}); is it running?") from error


def _read(consumer: KafkaConsumer, topic: str, *, from_start: bool) -> Iterator[DeadLetter]:
    partitions = [TopicPartition(topic, each) for each in sorted(consumer.partitions_for_topic(topic) or ())]
    if not partitions:
        return
    consumer.assign(partitions)
    ends = consumer.end_offsets(partitions)
    if from_start:
        consumer.seek_to_beginning(*partitions)
    while any(consumer.position(each) < ends[each] for each in partitions):
        for records in consumer.poll(timeout_ms=500).values():
            yield from (_letter(each) for each in records)


def _letter(record: ConsumerRecord) -> DeadLetter:
    headers = dict(record.headers)
    return DeadLetter(
        topic=headers.get("topic", b"").decode() or record.topic.removesuffix(DEAD),
        partition=record.partition,
        offset=record.offset,
        reason=headers.get("reason", b"").decode(errors="replace"),
        key=record.key,
        value=record.value,
        buried_at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
    )
