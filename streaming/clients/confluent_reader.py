"""Reads a whole topic from its end by librdkafka, in a thread of its own: nobody else waits in C."""

import threading
from collections import deque
from collections.abc import Sequence
from time import monotonic
from uuid import uuid4

from confluent_kafka import OFFSET_END, Consumer, KafkaError, KafkaException, TopicPartition

from recommender.errors import ServerUnavailable
from streaming.clients.confluent_message import message_of
from streaming.clients.librdkafka import COMMON_SETTINGS, Notes, start_system_thread
from streaming.clients.ports import Message, StartThread

_POLL_S = 1.0
"""What comes is passed on at once; so long it takes to notice that nobody reads any more."""
FETCH_WAIT_MS = 1_000
"""How long Kafka holds an answer back while there is no slate."""
_CONNECT_WITHIN_S = 5.0
_LOOK_AGAIN_S = 30.0
"""How often the number of partitions is looked up: a topic may grow."""
_BATCH = 500
_MAX_WAITING = 20_000
"""Slates are news: whoever is so far behind gets the newest."""


class ConfluentTopicReader:
    """Every partition of one topic from its end on; `read` raises `ServerUnavailable` where there is no topic."""

    def __init__(self, bootstrap: str, topic: str, *, start_thread: StartThread = start_system_thread) -> None:
        self._topic = topic
        self._raw = Consumer(
            {
                **COMMON_SETTINGS,
                "bootstrap.servers": bootstrap,
                "group.id": f"unused-{uuid4()}",
                "enable.auto.commit": False,
                "auto.offset.reset": "latest",
                "fetch.wait.max.ms": FETCH_WAIT_MS,
                "fetch.error.backoff.ms": 100,
                "error_cb": self._on_error,
                "logger": Notes(),
            }
        )
        self._waiting: deque[Message] = deque(maxlen=_MAX_WAITING)
        self._came = threading.Event()
        self._broken = ""
        self._closed = False
        self.connected = False
        start_thread(self._serve)

    def read(self, *, within_s: float) -> Sequence[Message]:
        """Return what came since the last call."""
        if self._came.wait(within_s):
            self._came.clear()
        if self._broken:
            raise ServerUnavailable(self._broken)
        return [self._waiting.popleft() for _ in range(len(self._waiting))]

    def close(self) -> None:
        """Have the thread disconnect, and whoever reads come back; returns at once."""
        self._closed = True
        self._came.set()

    def _serve(self) -> None:
        try:
            self._assign(self._partitions())
            self._pass_on()
        except (KafkaException, ServerUnavailable) as error:
            self._broken = f"{self._topic} cannot be read ({error})"
        finally:
            self._broken = self._broken or f"{self._topic} is no longer read"
            self._came.set()
            self._raw.close()

    def _partitions(self) -> int:
        topic = self._raw.list_topics(self._topic, timeout=_CONNECT_WITHIN_S).topics.get(self._topic)
        if topic is None or topic.error or not topic.partitions:
            raise ServerUnavailable(f"Kafka has no topic {self._topic} yet; every segue process makes it")
        return len(topic.partitions)

    def _assign(self, n_partitions: int) -> None:
        self._n_partitions = n_partitions
        self._raw.assign([TopicPartition(self._topic, each, OFFSET_END) for each in range(n_partitions)])
        self.connected = True
        self._came.set()

    def _pass_on(self) -> None:
        look_at = monotonic() + _LOOK_AGAIN_S
        while not self._closed and not self._broken:
            raw = self._raw.consume(1, _POLL_S)
            if raw:
                raw += self._raw.consume(_BATCH, 0)
            good = [message_of(each) for each in raw if not each.error()]
            if good:
                self._waiting.extend(good)
                self._came.set()
            if monotonic() > look_at:
                look_at = monotonic() + _LOOK_AGAIN_S
                self._require_same_partitions()

    def _require_same_partitions(self) -> None:
        try:
            n_partitions = self._partitions()
        except KafkaException:
            return  # Kafka is away for a moment: librdkafka goes on when it is back
        if n_partitions != self._n_partitions:
            raise ServerUnavailable(f"it has {n_partitions} partitions now")

    def _on_error(self, error: KafkaError) -> None:
        if error.fatal():
            self._broken = f"{self._topic}: {error.str()}"
