"""Reads what a topic holds now, once from one end to the other."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

from confluent_kafka import Consumer, KafkaException, TopicPartition
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from recommender.errors import ServerUnavailable
from streaming.clients.confluent_message import message_of
from streaming.clients.librdkafka import COMMON_SETTINGS, COORDINATOR_COMES, Notes
from streaming.clients.ports import Message

_ANSWER_WITHIN_S = 10.0
_BATCH = 500


class TopicScan:
    """The messages of a topic up to its present end; with a `group`, only those that it has not committed."""

    def __init__(self, bootstrap: str, topic: str, *, group: str = "") -> None:
        self._bootstrap, self._topic, self._group = bootstrap, topic, group
        settings: dict[str, Any] = {
            **COMMON_SETTINGS,
            "bootstrap.servers": bootstrap,
            "group.id": group or "unused",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            "enable.partition.eof": False,
            "logger": Notes(),
        }
        self._raw = Consumer(settings)
        self._read_to: dict[int, int] = {}
        """The next offset of each partition; what lies behind the ends is fetched as well, and is not read."""

    def messages(self) -> Iterator[Message]:
        """Yield them in order within each partition; raise `ServerUnavailable` when Kafka does not answer."""
        try:
            yield from self._read()
        except KafkaException as error:
            raise ServerUnavailable(
                f"Kafka at {self._bootstrap} does not answer ({error.args[0].name()}); is it running?"
            ) from error

    def commit(self) -> None:
        """Commit for the group every message that was yielded."""
        if not self._read_to:
            return
        offsets = [TopicPartition(self._topic, partition, offset) for partition, offset in self._read_to.items()]
        try:
            self._raw.commit(offsets=offsets, asynchronous=False)
        except KafkaException as error:
            raise ServerUnavailable(f"Kafka did not note what was read ({error.args[0].name()})") from error

    def close(self) -> None:
        """Disconnect."""
        self._raw.close()

    def _read(self) -> Iterator[Message]:
        ends = self._assign()
        heard_at = monotonic()
        while any(position.offset < ends[position.partition] for position in self._positions()):
            raw = self._raw.consume(1, 0.5)
            raw += self._raw.consume(_BATCH, 0) if raw else []
            good = [message_of(message) for message in raw if not message.error()]
            wanted = [message for message in good if message.offset < ends[message.partition]]
            for message in wanted:
                self._read_to[message.partition] = message.offset + 1
                yield message
            if wanted:
                heard_at = monotonic()
            elif monotonic() - heard_at > _ANSWER_WITHIN_S:
                raise ServerUnavailable(f"Kafka at {self._bootstrap} brings nothing of {self._topic}; run it again")
        self._read_to = ends

    def _assign(self) -> dict[int, int]:
        """Take all partitions that hold something to read; return the end of each."""
        topic = self._raw.list_topics(self._topic, timeout=_ANSWER_WITHIN_S).topics.get(self._topic)
        numbers = topic.partitions if topic and not topic.error else ()
        partitions = [TopicPartition(self._topic, number) for number in numbers]
        if self._group and partitions:
            partitions = self._ask_committed(partitions)
        ends, starts = {}, []
        for partition in partitions:
            low, high = self._raw.get_watermark_offsets(partition, timeout=_ANSWER_WITHIN_S)
            start = max(partition.offset, low) if partition.offset >= 0 else low
            if start < high:
                ends[partition.partition] = high
                starts.append(TopicPartition(self._topic, partition.partition, start))
        self._starts = {start.partition: start.offset for start in starts}
        self._raw.assign(starts)
        return ends

    def _ask_committed(self, partitions: list[TopicPartition]) -> list[TopicPartition]:
        """Return what the group has committed; a group that is new has no coordinator for some moments."""
        retry = Retrying(
            retry=retry_if_exception(_is_of_coming_coordinator),
            stop=stop_after_delay(_ANSWER_WITHIN_S),
            wait=wait_fixed(0.1),
            reraise=True,
        )
        return retry(self._raw.committed, partitions, timeout=_ANSWER_WITHIN_S)

    def _positions(self) -> list[TopicPartition]:
        """Where reading stands; before the first message of a partition, its start."""
        positions = self._raw.position(self._raw.assignment())
        for position in positions:
            if position.offset < 0:
                position.offset = self._starts[position.partition]
        return positions


def _is_of_coming_coordinator(error: BaseException) -> bool:
    return isinstance(error, KafkaException) and error.args[0].code() in COORDINATOR_COMES
