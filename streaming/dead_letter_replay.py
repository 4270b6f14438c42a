"""Dead letters listed, and sent to their topic again."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from streaming.clients.confluent_scan import TopicScan
from streaming.clients.ports import Delivery, MessageProducer, MessageRefused, Scan
from streaming.dead_letters import FOR_HANDLERS, DeadLetter, dead_letter_of
from streaming.topics import DEAD

MAX_BATCH_LETTERS = 500
MAX_BATCH_BYTES = 16 << 20
"""So much is on its way at once; a client holds no more than 100,000 messages."""
_EVERYONE = ""
"""Among handlers: those of a letter that names none."""


class Replayed(Struct, frozen=True, kw_only=True):
    """What a replay did."""

    n_sent: int = 0
    n_not_whole: int = 0
    """Letters that hold only the beginning of their message: it cannot be sent again."""
    refused: tuple[str, ...] = ()
    """Place and reason of each letter that its topic did not take."""


def list_letters(bootstrap: str, topic: str) -> list[DeadLetter]:
    """Return every dead letter of `topic`, one for each message, oldest first."""
    scan = TopicScan(bootstrap, topic + DEAD)
    try:
        return merge(dead_letter_of(message) for message in scan.messages())
    finally:
        scan.close()


def replayed(bootstrap: str, topic: str, producer: MessageProducer) -> Replayed:
    """Send the dead letters of `topic` that were not replayed before to it again, each once."""
    scan = TopicScan(bootstrap, topic + DEAD, group=topic + DEAD + ".replay")
    try:
        return replay(scan, topic, producer)
    finally:
        scan.close()


def replay(scan: Scan, topic: str, producer: MessageProducer) -> Replayed:
    """Send the letters of a scan to `topic`, for the handlers that buried them; commit what the topic has.

    Raises `ServerUnavailable` when a batch may not be stored; those before it are committed and not sent again.
    """
    done = Replayed()
    sent: dict[tuple[str, int, int], set[str]] = {}
    for batch in _batches(dead_letter_of(message) for message in scan.messages()):
        letters = [new for each in merge(batch) if (new := _find_unsent(each, sent))]
        whole = [letter for letter in letters if letter.whole]
        refused = _send(whole, topic, producer)
        scan.commit()
        done = Replayed(
            n_sent=done.n_sent + len(whole) - len(refused),
            n_not_whole=done.n_not_whole + len(letters) - len(whole),
            refused=(*done.refused, *refused),
        )
    return done


def merge(letters: Iterable[DeadLetter]) -> list[DeadLetter]:
    """Return one letter for each message: several handlers may have buried it, or one of them twice after a crash."""
    by_place: dict[tuple[str, int, int], DeadLetter] = {}
    for letter in sorted(letters, key=lambda each: each.buried_at):
        first = by_place.setdefault(_place(letter), letter)
        known = first.handlers and letter.handlers
        handlers = dict.fromkeys((*first.handlers, *letter.handlers)) if known else ()
        by_place[_place(letter)] = replace(first, handlers=tuple(handlers))
    return list(by_place.values())


def _place(letter: DeadLetter) -> tuple[str, int, int]:
    return letter.topic, letter.partition, letter.offset


def _batches(letters: Iterable[DeadLetter]) -> Iterator[list[DeadLetter]]:
    batch: list[DeadLetter] = []
    n_bytes = 0
    for letter in letters:
        batch.append(letter)
        n_bytes += len(letter.key or b"") + len(letter.value or b"")
        if len(batch) == MAX_BATCH_LETTERS or n_bytes >= MAX_BATCH_BYTES:
            yield batch
            batch, n_bytes = [], 0
    if batch:
        yield batch


def _find_unsent(letter: DeadLetter, sent: dict[tuple[str, int, int], set[str]]) -> DeadLetter | None:
    """Return the letter for the handlers to which no batch before has sent it, and note them; none when there are none.

    Each handler buries a message when it comes to it, so two letters of one message may lie far apart.
    """
    before = sent.setdefault(_place(letter), set())
    new = [each for each in letter.handlers or (_EVERYONE,) if each not in before]
    if not new or _EVERYONE in before:
        return None
    before.update(new)
    return replace(letter, handlers=() if _EVERYONE in new else tuple(new))


def _send(letters: Sequence[DeadLetter], topic: str, producer: MessageProducer) -> list[str]:
    """Return place and reason of those that are refused, when the others are stored."""
    refused = []
    pending: list[tuple[DeadLetter, Delivery]] = []
    for letter in letters:
        headers = [(FOR_HANDLERS, ",".join(letter.handlers).encode())] if letter.handlers else []
        try:
            pending.append((letter, producer.send(topic, key=letter.key, value=letter.value, headers=headers)))
        except MessageRefused as error:
            refused.append(_refusal(letter, error))
    for letter, delivery in pending:
        try:
            delivery.wait()
        except MessageRefused as error:
            refused.append(_refusal(letter, error))
    return refused


def _refusal(letter: DeadLetter, error: MessageRefused) -> str:
    return f"{letter.partition}:{letter.offset}: {error}"
