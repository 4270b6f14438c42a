"""Whether Kafka stores messages now: one message to a topic of its own, acknowledged like any event."""

from threading import Lock

from recommender.errors import SegueError
from streaming.clients.ports import MessageProducer
from streaming.producer import open_producer
from streaming.topics import ensure_topic

TOPIC = "segue.probe"
_SETTINGS = {
    "retention.ms": "600000",
    "retention.bytes": "4194304",
    "segment.bytes": "1048576",
    "segment.index.bytes": "16384",
}
_MESSAGE = bytes(16_384)
"""More than a block of any usual file system: what fits into the last block is stored on a full disk, too."""


class KafkaWriteProbe:
    """Writes one message each time it is asked; safe to call from many threads or greenlets."""

    def __init__(self, bootstrap: str, *, within_s: float = 3.0) -> None:
        """Prepare only; an answer takes `within_s` at most, up to twice that when the topic has to be made first."""
        self._bootstrap = bootstrap
        self._within_s = within_s
        self._producer: MessageProducer | None = None
        self._lock = Lock()

    def trouble(self) -> str:
        """Return why nothing is stored now; empty when a message was acknowledged by all in-sync replicas."""
        with self._lock:
            try:
                self._write()
            except SegueError as error:
                self._forget()  # what it still holds is not missed
                return f"Kafka stored nothing within {self._within_s:g} s: {error}"
            return ""

    def close(self) -> None:
        """Disconnect."""
        with self._lock:
            self._forget()

    def _write(self) -> None:
        if self._producer is None:
            ensure_topic(self._bootstrap, TOPIC, settings=_SETTINGS, within_s=self._within_s)
            self._producer = open_producer(self._bootstrap)
        self._producer.send(TOPIC, key=None, value=_MESSAGE).wait(within_s=self._within_s)

    def _forget(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            producer.close(within_s=0)
