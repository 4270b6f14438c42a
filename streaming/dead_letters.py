"""Messages that could not be handled: kept with the reason and their original bytes."""

from datetime import UTC, datetime

import structlog
from msgspec import Struct

from recommender.errors import ServerUnavailable
from streaming.clients.ports import Delivery, Headers, Message, MessageProducer, MessageRefused
from streaming.topics import DEAD

MAX_WAITING = 1_000
"""So many letters may be on their way; whoever buries more has to wait for Kafka."""
MAX_REASON_BYTES = 2_000
FOR_HANDLERS = "for_handlers"
"""Header of a letter that is sent to its topic again: who could not handle it. The others have handled it."""
KEPT_BYTES = 64 * 1024
"""Of a value that is too large to be kept whole; the whole one is still in its topic for as long as that keeps it."""


class DeadLetter(Struct, frozen=True, kw_only=True):
    """One message that could not be handled, by one handler or by several."""

    topic: str
    """Where it came from."""
    partition: int
    offset: int
    """Where it stands in `topic`; of letters that do not say so, where the letter stands."""
    reason: str
    handlers: tuple[str, ...]
    """Who could not handle it; empty when that is not known."""
    key: bytes | None
    value: bytes | None
    whole: bool
    """Whether `value` is all of it."""
    buried_at: datetime


class DeadLetters:
    """Where a worker puts what it cannot handle: handed over at once, stored for good after `flush`.

    A letter that Kafka refuses is shortened; one that is refused all the same is logged and given up: its message
    is still in its topic, and waiting for it would hold up everything behind it.
    """

    def __init__(self, producer: MessageProducer) -> None:
        self._producer = producer
        self._waiting: list[tuple[_Letter, Delivery | None]] = []
        self._log = structlog.get_logger(__name__)

    @property
    def n_waiting(self) -> int:
        """How many are not known to be stored."""
        return len(self._waiting)

    @property
    def full(self) -> bool:
        """Whether so many wait that no more should be added."""
        return self.n_waiting >= MAX_WAITING

    def send(self, message: Message, reason: str, *, handler: str) -> None:
        """Send the message and its reason to the dead letters; `flush` says when it is there."""
        self._send(_letter(message, reason, handler))

    def look(self) -> str:
        """Return why letters are not stored, without waiting; empty when all are. What failed is sent again."""
        waiting, self._waiting = self._waiting, []
        why = ""
        for letter, delivery in waiting:
            if delivery is not None and not delivery.done:
                self._waiting.append((letter, delivery))
            elif failure := self._await(letter, delivery):
                why = str(failure)
                self._send(letter)
        return why or (f"{self.n_waiting} dead letters are on their way" if self._waiting else "")

    def flush(self) -> None:
        """Return when every letter is stored; raise `ServerUnavailable` when not, then those are tried again."""
        self._send_anew()
        failed: list[tuple[_Letter, Delivery | None]] = []
        failure: ServerUnavailable | None = None
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            for letter, delivery in waiting:
                if error := self._await(letter, delivery):
                    failure = error
                    failed.append((letter, None))
        self._waiting = failed
        if failure:
            raise ServerUnavailable(f"Kafka does not keep {len(failed)} dead letters: {failure}") from failure

    def forget(self) -> None:
        """Drop what is not stored: its messages were not committed and will come again."""
        self._waiting.clear()

    def _send_anew(self) -> None:
        """Send what failed before all at once: their times run out together, not one after the other."""
        waiting, self._waiting = self._waiting, []
        for letter, delivery in waiting:
            if delivery is None:
                self._send(letter)
            else:
                self._waiting.append((letter, delivery))

    def _await(self, letter: "_Letter", delivery: Delivery | None) -> ServerUnavailable | None:
        """Return why the letter is not stored; nothing when it is, or when it is on its way shortened."""
        if delivery is None:
            return ServerUnavailable("it takes no more now")
        try:
            delivery.wait()
        except MessageRefused as error:
            self._send_shortened(letter, error)
        except ServerUnavailable as error:
            return error
        return None

    def _send(self, letter: "_Letter") -> None:
        """Hand a letter over and have it wait for the outcome."""
        try:
            delivery = self._producer.send(letter.topic, key=letter.key, value=letter.value, headers=letter.headers)
        except MessageRefused as error:
            self._send_shortened(letter, error)
        except ServerUnavailable:
            self._waiting.append((letter, None))
        else:
            self._waiting.append((letter, delivery))

    def _send_shortened(self, letter: "_Letter", refusal: MessageRefused) -> None:
        if not letter.whole:
            said = {name: text.decode(errors="replace") for name, text in letter.headers}
            self._log.error("dead_letter_given_up", why=str(refusal), **said)
            return
        self._send(letter.shortened())


class _Letter(Struct, frozen=True):
    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    whole: bool = True

    def shortened(self) -> "_Letter":
        """Return the letter with the beginning of its value and key, which any topic takes."""
        n_bytes = len(self.value or b"")
        headers = (*self.headers, ("value_bytes", str(n_bytes).encode()))
        key, value = (self.key or b"")[:1024] or None, (self.value or b"")[:KEPT_BYTES]
        return _Letter(self.topic, key, value, headers, whole=False)


def _letter(message: Message, reason: str, handler: str) -> _Letter:
    headers = (
        ("reason", reason.encode(errors="replace")[:MAX_REASON_BYTES]),
        ("handler", handler.encode()),
        ("topic", message.topic.encode()),
        ("partition", str(message.partition).encode()),
        ("offset", str(message.offset).encode()),
    )
    return _Letter(message.topic + DEAD, message.key, message.value, headers)


def dead_letter_of(message: Message) -> DeadLetter:
    """Return the record of one message of the dead letters' topic, whoever wrote it."""
    headers = {name: value or b"" for name, value in message.headers}

    def place(name: str, otherwise: int) -> int:
        text = headers.get(name, b"")
        return int(text) if text.isdigit() and len(text) < 19 else otherwise

    return DeadLetter(
        topic=headers.get("topic", b"").decode(errors="replace") or message.topic.removesuffix(DEAD),
        partition=place("partition", message.partition),
        offset=place("offset", message.offset),
        reason=headers.get("reason", b"").decode(errors="replace"),
        handlers=(headers["handler"].decode(errors="replace"),) if "handler" in headers else (),
        key=message.key,
        value=message.value,
        whole="value_bytes" not in headers,
        buried_at=datetime.fromtimestamp(max(message.timestamp_ms, 0) / 1000, UTC),
    )


def is_for(message: Message, handler: str) -> bool:
    """Return whether a handler should handle the message; a letter that is replayed is for those that buried it."""
    names = next((value for name, value in message.headers if name == FOR_HANDLERS), b"")
    return not names or handler.encode() in names.split(b",")
