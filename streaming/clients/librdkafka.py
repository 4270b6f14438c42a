"""What our clients made of librdkafka (confluent-kafka) share: its errors in segue's words, its notes."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from confluent_kafka import KafkaError

from recommender.errors import ServerUnavailable
from streaming.clients.ports import MessageRefused

NEVER_TAKEN = frozenset(
    {
        KafkaError.MSG_SIZE_TOO_LARGE,
        KafkaError.INVALID_MSG,
        KafkaError.INVALID_RECORD,
        KafkaError.INVALID_TIMESTAMP,
        KafkaError.RECORD_LIST_TOO_LARGE,
    }
)
COORDINATOR_COMES = frozenset(
    {KafkaError.NOT_COORDINATOR, KafkaError.COORDINATOR_NOT_AVAILABLE, KafkaError.COORDINATOR_LOAD_IN_PROGRESS}
)
"""A new group, or one whose broker has just started, has no coordinator for some moments."""
COMMON_SETTINGS: dict[str, Any] = {
    "reconnect.backoff.ms": 50,
    "reconnect.backoff.max.ms": 1_000,
    "socket.timeout.ms": 10_000,
    "socket.connection.setup.timeout.ms": 5_000,
    "socket.keepalive.enable": True,
    "socket.nagle.disable": True,
    "broker.address.ttl": 1_000,
    "allow.auto.create.topics": False,
}


class Notes:
    """Takes what the client library would print, and keeps the newest: it looks like a `logging.Logger`."""

    def __init__(self) -> None:
        self.newest: deque[str] = deque(maxlen=20)

    def log(self, _level: int, text: str, *arguments: object) -> None:
        """Keep one line."""
        self.newest.append(text % arguments if arguments else text)


def raise_of(error: KafkaError, what: str) -> None:
    """Raise `error` in segue's words; `what` says what failed, such as "Kafka did not take the events"."""
    if error.code() in NEVER_TAKEN:
        raise MessageRefused(f"{what}: {error.str()}")
    raise ServerUnavailable(f"{what} ({error.name()})")


def start_system_thread(work: Callable[[], None]) -> object:
    """Start an ordinary daemon thread."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
