"""Sends by librdkafka: idempotent, acknowledged by all in-sync replicas, and made anew when it has failed for good."""

import threading
import time
from collections.abc import Callable

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka import Message as RawMessage

from recommender.errors import ServerUnavailable
from streaming.clients.librdkafka import COMMON_SETTINGS, Notes, raise_of, start_system_thread
from streaming.clients.ports import Headers, StartThread

ACKNOWLEDGE_WITHIN_S = 10.0
MAX_MESSAGE_BYTES = 4 << 20
"""Of one request; what a topic takes is the topic's own setting."""
_MAX_QUEUED = 100_000
_POLL_S = 1.0
"""Outcomes are told at once; so long it takes to notice that the client was given up."""
_HEAR_S = 0.005  # the other thread may take the outcome that one waits for
_GRACE_S = 2.0
"""librdkafka tells the outcome of a message in time; one that it does not tell is a client that hangs."""
_NOT_TAKEN = "Kafka did not take a message"


class ConfluentDelivery:
    """One message on its way."""

    __slots__ = ("_done", "_error", "_hear", "_silent")

    def __init__(self, silent: Callable[[], None], hear: Callable[[float], object] | None) -> None:
        """`silent` is told when no outcome comes in time; `hear` takes outcomes for so many seconds, where it may."""
        self._done = threading.Event()
        self._error: KafkaError | None = None
        self._silent = silent
        self._hear = hear

    @property
    def done(self) -> bool:
        """Whether the outcome is known."""
        return self._done.is_set()

    def told(self, error: KafkaError | None, _message: RawMessage) -> None:
        """Take the outcome; called in the thread that serves the client."""
        self._error = error
        self._done.set()

    def wait(self, *, within_s: float | None = None) -> None:
        """Return when it is stored for good; raise `MessageRefused` or `ServerUnavailable` otherwise."""
        if within_s is not None and not self._is_done(within_s):
            raise ServerUnavailable(f"{_NOT_TAKEN} within {within_s:g} s")
        if not self._is_done(ACKNOWLEDGE_WITHIN_S + _GRACE_S):
            self._silent()
            raise ServerUnavailable(f"{_NOT_TAKEN} (no answer within {ACKNOWLEDGE_WITHIN_S + _GRACE_S:g} s)")
        if self._error is not None:
            raise_of(self._error, _NOT_TAKEN)

    def _is_done(self, within_s: float) -> bool:
        """Return whether the outcome is known, as soon as it is, or in the end."""
        if self._hear is None:
            return self._done.wait(within_s)
        ends = time.monotonic() + within_s
        while not self.done and (left_s := ends - time.monotonic()) > 0:
            self._hear(min(left_s, _HEAR_S))
        return self.done


class _Client:
    """One librdkafka producer and the thread that serves its answers."""

    def __init__(self, settings: dict[str, object], start_thread: StartThread, hear_every_s: float) -> None:
        self.retired = False
        self._hear_every_s = hear_every_s
        self.raw = Producer({**settings, "error_cb": self._on_error, "logger": Notes()})
        start_thread(self._serve)

    def _on_error(self, error: KafkaError) -> None:
        if error.fatal():
            self.retired = True

    def _serve(self) -> None:
        try:
            while not self.retired:
                self.raw.poll(_POLL_S)
                if self._hear_every_s:
                    time.sleep(self._hear_every_s)
            self.raw.purge()
            self.raw.poll(_POLL_S)
        finally:
            self.retired = True


class ConfluentProducer:
    """Sends messages; a client that has failed for good is replaced at the next send."""

    def __init__(
        self,
        bootstrap: str,
        *,
        linger_ms: int = 0,
        hear_every_s: float = 0.0,
        start_thread: StartThread = start_system_thread,
    ) -> None:
        """With `hear_every_s`, outcomes are taken so often only, and by who waits for one.

        A thread that wakes for each would keep the sender from Python's lock.
        """
        self._hear_every_s = hear_every_s
        self._settings: dict[str, object] = {
            **COMMON_SETTINGS,
            "bootstrap.servers": bootstrap,
            "acks": "all",
            "enable.idempotence": True,
            "linger.ms": linger_ms,
            "delivery.timeout.ms": int(ACKNOWLEDGE_WITHIN_S * 1000),
            "request.timeout.ms": int(ACKNOWLEDGE_WITHIN_S * 500),
            "retry.backoff.ms": 50,
            "message.max.bytes": MAX_MESSAGE_BYTES,
            "queue.buffering.max.messages": _MAX_QUEUED,
        }
        self._start_thread = start_thread
        self._replacing = threading.Lock()
        self._client = self._connect()

    def send(self, topic: str, *, key: bytes | None, value: bytes | None, headers: Headers = ()) -> ConfluentDelivery:
        """Hand a message over."""
        client = self._living()
        hear = client.raw.poll if self._hear_every_s else None
        delivery = ConfluentDelivery(lambda: self._retire(client), hear)
        try:
            client.raw.produce(topic, key=key, value=value, headers=list(headers), on_delivery=delivery.told)
        except BufferError as error:
            raise ServerUnavailable(f"{_MAX_QUEUED} messages wait for Kafka already") from error
        except KafkaException as error:
            raise_of(error.args[0], _NOT_TAKEN)
        return delivery

    def close(self, *, within_s: float = ACKNOWLEDGE_WITHIN_S) -> None:
        """Send what is waiting, for so long at most, and disconnect."""
        client = self._client
        client.raw.flush(within_s)
        client.retired = True

    def _connect(self) -> _Client:
        return _Client(self._settings, self._start_thread, self._hear_every_s)

    def _living(self) -> _Client:
        if not self._client.retired:
            return self._client
        with self._replacing:
            if self._client.retired:
                self._client = self._connect()
            return self._client

    @staticmethod
    def _retire(client: _Client) -> None:
        client.retired = True
