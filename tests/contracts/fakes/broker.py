"""A Kafka of one topic each in memory: partitions, groups whose members come, leave and are lost."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from recommender.errors import ServerUnavailable
from streaming.clients.ports import Headers, Message, MessageRefused, PartitionMoves


class FakeDelivery:
    """Stored, or failed, from the start."""

    done = True

    def __init__(self, failure: Exception | None = None) -> None:
        self._failure = failure

    def wait(self, *, within_s: float | None = None) -> None:  # noqa: ARG002 the port's signature
        """Return or raise at once."""
        if self._failure:
            raise self._failure


@dataclass
class FakeBroker:
    """Topics of `n_partitions`, their groups' offsets, and who owns which partition."""

    n_partitions: int = 2
    max_message_bytes: int = 1 << 20
    max_request_bytes: int = 4 << 20
    """What is larger is refused by the client itself, at once."""
    refusing: set[str] = field(default_factory=set)
    """Topics that refuse whatever comes, as for its time."""
    away: bool = False
    """While true, nothing is stored, committed or delivered."""
    unwritable: set[str] = field(default_factory=set)
    """Topics that take nothing for now."""
    logs: dict[str, list[list[Message]]] = field(default_factory=dict)
    committed: dict[tuple[str, int], int] = field(default_factory=dict)
    members: dict[str, list["FakeConsumer"]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[tuple[str, int], "FakeConsumer | None"] = field(default_factory=dict)

    def log(self, topic: str) -> list[list[Message]]:
        """Return the partitions of a topic."""
        return self.logs.setdefault(topic, [[] for _ in range(self.n_partitions)])

    def all(self, topic: str) -> list[Message]:
        """Return every message of a topic."""
        return [message for partition in self.log(topic) for message in partition]

    def append(self, topic: str, key: bytes | None, value: bytes | None, headers: Headers) -> None:
        """Store a message in the partition of its key."""
        number = sum(key or b"") % self.n_partitions
        partition = self.log(topic)[number]
        partition.append(Message(topic, number, len(partition), key, value, list(headers), 1_000 + len(partition)))

    def lose(self, consumer: "FakeConsumer") -> None:
        """Take a member's partitions away without telling it, as when its session ends."""
        self.members[consumer.group] = [each for each in self.members[consumer.group] if each is not consumer]
        for place, owner in self.owners.items():
            if owner is consumer:
                self.owners[place] = None

    def share(self, consumer: "FakeConsumer") -> list[int]:
        """Return which partitions this member should have."""
        members = self.members[consumer.group]
        if consumer not in members:
            return []
        rank = members.index(consumer)
        return [each for each in range(self.n_partitions) if each % len(members) == rank]


class FakeProducer:
    """Sends into the broker."""

    def __init__(self, broker: FakeBroker) -> None:
        self._broker = broker

    def send(self, topic: str, *, key: bytes | None, value: bytes | None, headers: Headers = ()) -> FakeDelivery:
        """Store it at once, or say why not."""
        n_bytes = len(key or b"") + len(value or b"") + sum(len(name) + len(text) for name, text in headers)
        if n_bytes > self._broker.max_request_bytes:
            raise MessageRefused(f"Kafka did not take a message of {n_bytes} bytes")
        if n_bytes > self._broker.max_message_bytes or topic in self._broker.refusing:
            return FakeDelivery(MessageRefused(f"Kafka did not take a message of {n_bytes} bytes"))
        if self._broker.away or topic in self._broker.unwritable:
            return FakeDelivery(ServerUnavailable("Kafka did not take a message (away)"))
        self._broker.append(topic, key, value, headers)
        return FakeDelivery()

    def close(self, *, within_s: float = 10.0) -> None:
        """Nothing is on its way."""


class FakeScan:
    """Reads what a topic holds when reading begins."""

    def __init__(self, broker: FakeBroker, topic: str, *, group: str) -> None:
        self._broker, self._topic, self._group = broker, topic, group
        self._read_to: dict[int, int] = {}

    def messages(self) -> Iterator[Message]:
        """Yield what the group has not committed."""
        for number, partition in enumerate([list(each) for each in self._broker.log(self._topic)]):
            for message in partition[self._broker.committed.get((self._group, number), 0) :]:
                self._read_to[number] = message.offset + 1
                yield message

    def commit(self) -> None:
        """Commit what was yielded."""
        for partition, offset in self._read_to.items():
            self._broker.committed[self._group, partition] = offset

    def close(self) -> None:
        """Nothing is open."""


class FakeConsumer:
    """A member of a group; like the real one it hears of moves only in `poll` and `keep_alive`."""

    def __init__(self, broker: FakeBroker, *, group: str, batch: int = 100) -> None:
        self._broker = broker
        self.group = group
        self._batch = batch
        self._next: dict[int, int] = {}
        self._ours: list[int] = []
        self.trouble = ""

    def subscribe(self, topic: str, moves: PartitionMoves) -> None:
        """Join."""
        self._topic, self._moves = topic, moves
        self._broker.members[self.group].append(self)

    def poll(self, *, within_s: float) -> Sequence[Message]:  # noqa: ARG002 the port's signature
        """Return what waits."""
        if self._broker.away:
            return []
        self._rebalance()
        messages: list[Message] = []
        for partition in self._ours:
            waiting = self._broker.log(self._topic)[partition][self._next[partition] :]
            taken = waiting[: self._batch - len(messages)]
            messages += taken
            self._next[partition] += len(taken)
        return messages

    def keep_alive(self, wait: Callable[[float], bool], *, for_s: float) -> None:
        """Hear of moves and wait."""
        if not self._broker.away:
            self._rebalance()
        wait(for_s)

    def commit(self, offsets: Mapping[int, int], *, wait: bool) -> None:  # noqa: ARG002 the port's signature
        """Commit for partitions that are ours; Kafka refuses the others."""
        for partition, offset in offsets.items():
            if not self._broker.away and self._broker.owners.get((self.group, partition)) is self:
                self._broker.committed[self.group, partition] = offset

    def ends(self) -> Mapping[int, int]:
        """Return where the partitions end."""
        return {our: len(self._broker.log(self._topic)[our]) for our in self._ours}

    def lags(self) -> Mapping[int, int]:
        """Return what waits."""
        return {our: len(self._broker.log(self._topic)[our]) - self._next[our] for our in self._ours}

    def asked_lags(self) -> Mapping[int, int]:
        """Return what waits, when the broker is there."""
        if self._broker.away:
            raise ServerUnavailable("Kafka does not say how much waits (away)")
        return self.lags()

    def asked_partitions(self) -> int:
        """Return how many partitions there are, when the broker is there."""
        if self._broker.away:
            raise ServerUnavailable("Kafka does not say what the topic is (away)")
        return self._broker.n_partitions

    def asked_size(self, topic: str) -> int:
        """Return how much a topic holds."""
        return len(self._broker.all(topic))

    def close(self) -> None:
        """Give up everything and leave."""
        self._give_up()
        self._broker.lose(self)

    def _rebalance(self) -> None:
        owned = [our for our in self._ours if self._broker.owners.get((self.group, our)) is self]
        if owned != self._ours:
            lost, self._ours = self._ours, []
            self._moves.on_lost(lost)
        if self not in self._broker.members[self.group]:
            self._broker.members[self.group].append(self)
        wanted = self._broker.share(self)
        free = [each for each in wanted if self._broker.owners.get((self.group, each)) in (None, self)]
        if free == self._ours:
            return
        self._give_up()
        for each in free:
            self._broker.owners[self.group, each] = self
            self._next[each] = self._broker.committed.get((self.group, each), 0)
        self._ours = free
        self._moves.on_assigned(free)

    def _give_up(self) -> None:
        ours, self._ours = self._ours, []
        if not ours:
            return
        self._moves.on_revoked(ours)
        for our in ours:
            if self._broker.owners.get((self.group, our)) is self:
                self._broker.owners[self.group, our] = None
