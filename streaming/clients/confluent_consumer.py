"""Reads by librdkafka as a member of a group, and replaces nothing by itself: its owner does."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Thread

import structlog
from confluent_kafka import OFFSET_INVALID, Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka import Message as RawMessage

from recommender.errors import ServerUnavailable
from streaming.clients.confluent_ends import PartitionEnds
from streaming.clients.confluent_message import message_of
from streaming.clients.librdkafka import COMMON_SETTINGS, Notes
from streaming.clients.ports import IgnoredMoves, Message, PartitionMoves
from streaming.clients.rejoining import Rejoining

SESSION_TIMEOUT_S = 6.0
"""A worker that was killed is replaced after so long, one that leaves at once; no broker takes less by default."""
MAX_BETWEEN_POLLS_S = 120.0
CLOSE_WITHIN_S = 5.0
"""librdkafka waits without end for a group that is being shared out anew while a member leaves (its issue 4884)."""
_ASK_WITHIN_S = 3.0
_KEEP_ALIVE_POLL_S = 0.1


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a worker takes messages: at once, or in larger batches that cost everybody less."""

    batch: int
    """Messages handled together at most."""
    wait_ms: int = 1_000
    """How long Kafka may hold an answer back until `gather_bytes` have come; partitions that move wait as long."""
    gather_bytes: int = 1


class ConfluentGroupConsumer:
    """One member of a group; not thread-safe."""

    def __init__(self, bootstrap: str, *, group: str, pace: Pace) -> None:
        self._pace = pace
        self._notes = Notes()
        self._raw = Consumer(
            {
                **COMMON_SETTINGS,
                "bootstrap.servers": bootstrap,
                "group.id": group,
                # All partitions go back at each move, so that a batch that was left comes again.
                "partition.assignment.strategy": "range,roundrobin",
                "enable.auto.commit": False,
                "enable.auto.offset.store": False,
                "auto.offset.reset": "earliest",
                "session.timeout.ms": int(SESSION_TIMEOUT_S * 1000),
                "heartbeat.interval.ms": int(SESSION_TIMEOUT_S * 1000 / 3),
                "max.poll.interval.ms": int(MAX_BETWEEN_POLLS_S * 1000),
                "fetch.wait.max.ms": pace.wait_ms,
                "fetch.min.bytes": pace.gather_bytes,
                "fetch.error.backoff.ms": 100,
                "topic.metadata.refresh.interval.ms": 5_000,  # at 30 s, a member without any misses a new topic
                "on_commit": self._on_commit,
                "error_cb": self._on_error,
                "logger": self._notes,
            }
        )
        self._ends = PartitionEnds(bootstrap, within_s=_ASK_WITHIN_S)
        self._topic = ""
        self._join: Callable[[], None] = lambda: None
        self._rejoining = Rejoining()
        self._next: dict[int, int] = {}
        """Offset after the newest message that was returned, by partition."""
        self._held: list[Message] = []
        self._fatal: KafkaError | None = None
        self._trouble = ""
        self._moves: PartitionMoves = IgnoredMoves()
        self._log = structlog.get_logger(__name__).bind(group=group)

    def subscribe(self, topic: str, moves: PartitionMoves) -> None:
        """Join the group."""
        self._topic, self._moves = topic, moves

        def assigned(_consumer: Consumer, places: list[TopicPartition]) -> None:
            self._raw.assign(places)
            self._raw.resume(places)  # one that rested when it was lost would rest for ever
            self._rejoining.note(len(places))
            self._moves.on_assigned([place.partition for place in places])

        def revoked(_consumer: Consumer, places: list[TopicPartition]) -> None:
            self._moves.on_revoked([place.partition for place in places])
            self._forget(places)

        def lost(_consumer: Consumer, places: list[TopicPartition]) -> None:
            self._moves.on_lost([place.partition for place in places])
            self._forget(places)

        def join() -> None:
            self._raw.subscribe([topic], on_assign=assigned, on_revoke=revoked, on_lost=lost)

        self._join = join
        join()

    def poll(self, *, within_s: float) -> Sequence[Message]:
        """Return the next messages: what waits here already, else what comes within `within_s`."""
        held, self._held = self._held, []
        messages = held or self._take(self._raw.consume(1, within_s))
        if messages:
            self._trouble = ""
            messages += self._take(self._raw.consume(max(self._pace.batch - len(messages), 1), 0))
        self._end_if_fatal()
        if self._rejoining.is_due():
            self._join_again()
        for message in messages:
            self._next[message.partition] = message.offset + 1
        return messages

    def keep_alive(self, wait: Callable[[float], bool], *, for_s: float) -> None:
        """Stay a member without taking messages: the partitions rest, what still comes is held back."""
        ends = time.monotonic() + for_s
        resting = self._raw.assignment()
        self._raw.pause(resting)
        try:
            while True:
                self._held += self._take(self._raw.consume(1, 0))
                self._end_if_fatal()
                rest_s = ends - time.monotonic()
                if rest_s <= 0 or wait(min(rest_s, _KEEP_ALIVE_POLL_S)):
                    return
        finally:
            ours = {each.partition for each in self._raw.assignment()}
            self._raw.resume([each for each in resting if each.partition in ours])

    def commit(self, offsets: Mapping[int, int], *, wait: bool) -> None:
        """Commit; a failure is told by `trouble` and the log, and the next commit says more."""
        places = [TopicPartition(self._topic, partition, offset) for partition, offset in offsets.items()]
        try:
            if wait:
                self._raw.commit(offsets=places, asynchronous=False)
            else:
                self._raw.commit(offsets=places)
        except KafkaException as error:
            self._on_commit(error.args[0], places)

    def ends(self) -> Mapping[int, int]:
        """Return where the partitions end, by what the last answers of the brokers said."""
        ends = {}
        for place in self._raw.assignment():
            _, high = self._raw.get_watermark_offsets(place, cached=True)
            if high != OFFSET_INVALID:
                ends[place.partition] = high
        return ends

    def lags(self) -> Mapping[int, int]:
        """Return how many messages wait, by what the last answers of the brokers said."""
        ends = self.ends()
        return {each: max(ends[each] - after, 0) for each, after in self._next.items() if each in ends}

    def asked_lags(self) -> Mapping[int, int]:
        """Ask for the ends of our partitions and, where nothing was read yet, for what is committed."""
        places = self._raw.assignment()
        try:
            unread = [place for place in places if place.partition not in self._next]
            committed = self._raw.committed(unread, timeout=_ASK_WITHIN_S) if unread else []
            firsts = self._ends.firsts(unread)
            known = {each.partition: max(each.offset, firsts[each.partition]) for each in committed} | self._next
            ends = self._ends.ends(places)
        except KafkaException as error:
            raise ServerUnavailable(f"Kafka does not say how much waits ({error.args[0].name()})") from error
        self._trouble = ""
        return {each: max(end - known[each], 0) for each, end in ends.items()}

    def asked_partitions(self) -> int:
        """Ask for the partitions of the topic."""
        try:
            return len(self._ends.partitions_of(self._topic))
        except KafkaException as error:
            raise ServerUnavailable(f"Kafka does not say what {self._topic} is ({error.args[0].name()})") from error

    def asked_size(self, topic: str) -> int:
        """Ask for both ends of each partition."""
        try:
            places = self._ends.partitions_of(topic)
            return sum(self._ends.ends(places).values()) - sum(self._ends.firsts(places).values())
        except KafkaException as error:
            raise ServerUnavailable(f"Kafka does not say what {topic} holds ({error.args[0].name()})") from error

    @property
    def trouble(self) -> str:
        """Why nothing comes; empty when all is well."""
        return self._trouble

    def close(self) -> None:
        """Leave the group and disconnect; the group itself drops a client that hangs in it."""
        self._moves = IgnoredMoves()  # else they would be told in a thread of their own
        closing = Thread(target=self._close_raw, name="leave-group", daemon=True)
        closing.start()
        closing.join(CLOSE_WITHIN_S)
        if closing.is_alive():
            self._log.error("consumer_left_behind", within_s=CLOSE_WITHIN_S)

    def _close_raw(self) -> None:
        try:
            self._raw.close()
        except Exception as error:
            self._log.warning("group_not_left", error=str(error))

    def _join_again(self) -> None:
        try:
            is_there = bool(self._ends.partitions_of(self._topic))
        except KafkaException:
            is_there = False
        if not is_there:
            self._rejoining.wait_again()
            return
        self._log.info("group_joined_again")
        self._rejoining.end()
        self._raw.unsubscribe()
        self._join()

    def _take(self, raw: list[RawMessage]) -> list[Message]:
        good = []
        for each in raw:
            if error := each.error():
                self._on_error(error)
            else:
                good.append(message_of(each))
        return good

    def _on_error(self, error: KafkaError) -> None:
        if error.fatal() or error.code() == KafkaError._FATAL:
            self._fatal = error
        if not self._trouble:
            self._log.warning("kafka_error_reported", error=error.str())
        self._trouble = error.str()

    def _on_commit(self, error: KafkaError | None, _places: list[TopicPartition]) -> None:
        if error is not None:
            # The next commit says more; or they are handled again, which changes nothing but costs time.
            self._log.warning("commit_failed", error=error.str())

    def _end_if_fatal(self) -> None:
        if self._fatal is None:
            return
        raise ServerUnavailable(f"this Kafka client has failed for good ({self._fatal.str()})")

    def _forget(self, places: list[TopicPartition]) -> None:
        gone = {place.partition for place in places}
        self._next = {partition: offset for partition, offset in self._next.items() if partition not in gone}
        self._held = [each for each in self._held if each.partition not in gone]
