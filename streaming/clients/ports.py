"""What segue asks of a Kafka client; every wait in it ends by itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from recommender.errors import BadRecord

Headers = Sequence[tuple[str, bytes]]
StartThread = Callable[[Callable[[], None]], object]
"""Starts a thread of the system, also in a process whose `threading` makes greenlets."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it lies in its topic."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    timestamp_ms: int = 0


class MessageRefused(BadRecord):
    """Kafka will never take this message: it is too large, or its time or key is not allowed."""


class Delivery(Protocol):
    """A message on its way to Kafka."""

    @property
    def done(self) -> bool:
        """Whether the outcome is known: `wait` returns or raises at once."""

    def wait(self, *, within_s: float | None = None) -> None:
        """Return when every in-sync replica has it; raise `MessageRefused`, or `ServerUnavailable` when it may not.

        It ends by itself within seconds; with `within_s` it ends sooner.
        """


class MessageProducer(Protocol):
    """Sends messages; safe to call from many threads or greenlets."""

    def send(self, topic: str, *, key: bytes | None, value: bytes | None, headers: Headers = ()) -> Delivery:
        """Hand a message over; raise `MessageRefused` or `ServerUnavailable` when it is not even accepted."""

    def close(self, *, within_s: float = 10.0) -> None:
        """Send what is waiting, for so long at most, and disconnect."""


class PartitionMoves(Protocol):
    """Who is told when partitions come and go; called from within `poll` and `keep_alive` only."""

    def on_assigned(self, partitions: Sequence[int]) -> None:
        """Take up partitions that are ours from now on."""

    def on_revoked(self, partitions: Sequence[int]) -> None:
        """Give up partitions that go to another worker now; what is done may still be committed."""

    def on_lost(self, partitions: Sequence[int]) -> None:
        """Give up partitions that have gone already; nothing may be committed."""


class IgnoredMoves:
    """Hears of partitions of a client that is closed: they matter to nobody."""

    def on_assigned(self, partitions: Sequence[int]) -> None:
        """Do nothing."""

    on_revoked = on_lost = on_assigned


class GroupConsumer(Protocol):
    """Reads the partitions of one topic that the group gives to this member."""

    def subscribe(self, topic: str, moves: PartitionMoves) -> None:
        """Join the group."""

    def poll(self, *, within_s: float) -> Sequence[Message]:
        """Return the next messages, none when none came in time.

        Raise `ServerUnavailable` when this client will never read again and must be replaced.
        """

    def keep_alive(self, wait: Callable[[float], bool], *, for_s: float) -> None:
        """Stay a member of the group for so long, or until `wait` returns true, without taking messages.

        `wait(seconds)` waits and returns whether to stop, like `threading.Event.wait`. Raises like `poll`.
        """

    def commit(self, offsets: Mapping[int, int], *, wait: bool) -> None:
        """Commit the next offset of each partition; a commit that failed is told by `trouble`."""

    def ends(self) -> Mapping[int, int]:
        """Return the offset after the newest message of each partition of ours, as far as the client knows it."""

    def lags(self) -> Mapping[int, int]:
        """Return how many messages wait in each partition of ours, as far as the client knows without asking."""

    def asked_lags(self) -> Mapping[int, int]:
        """Ask the brokers how many messages wait; raise `ServerUnavailable` when one does not answer."""

    def asked_partitions(self) -> int:
        """Ask the brokers how many partitions the topic has, whoever reads them; raise like `asked_lags`."""

    def asked_size(self, topic: str) -> int:
        """Ask the brokers how many messages a topic holds; raise `ServerUnavailable` when one does not answer."""

    @property
    def trouble(self) -> str:
        """Why nothing comes, in words; empty when all is well."""

    def close(self) -> None:
        """Leave, without telling of the partitions that go; returns within seconds."""


class TopicReader(Protocol):
    """Reads every partition of one topic from its end, without a group."""

    @property
    def connected(self) -> bool:
        """Whether it reads; before that it looks for the topic."""

    def read(self, *, within_s: float) -> Sequence[Message]:
        """Return what came, none when nothing did in time; raise `ServerUnavailable` when it must be replaced."""

    def close(self) -> None:
        """Disconnect; returns within seconds."""


class Scan(Protocol):
    """Reads what a topic holds at the beginning of the reading, once; what comes meanwhile is left to the next."""

    def messages(self) -> Iterator[Message]:
        """Yield them in order within each partition; raise `ServerUnavailable` when Kafka does not answer."""

    def commit(self) -> None:
        """Commit for the group every message that was yielded; raise `ServerUnavailable` when it may not be."""

    def close(self) -> None:
        """Disconnect."""
