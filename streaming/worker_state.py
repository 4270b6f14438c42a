"""What a worker is doing, for whoever asks how it is."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Lock

from msgspec import Struct
from msgspec.structs import replace

from recommender.clock import Clock
from recommender.records import AwareTime
from streaming.clients.ports import Message


class WorkerReport(Struct, frozen=True, kw_only=True):
    """How one worker is, as of `turned_at`."""

    handler: str
    slot: str
    started_at: AwareTime
    turned_at: AwareTime
    """When its loop last came round; a loop that waits for a server comes round all the same."""
    handled_at: AwareTime | None = None
    """When it last handled messages."""
    n_handled: int = 0
    n_buried: int = 0
    partitions: tuple[int, ...] = ()
    moved_at: AwareTime
    """When `partitions` last changed; before that, when it was started."""
    n_topic_partitions: int | None = None
    """How many the topic has, whoever reads them; none before the brokers were asked."""
    lags: dict[int, int] = {}
    """How many messages wait, by partition."""
    stuck: dict[int, int] = {}
    """How many messages wait, by partition, in those that do not move although others may."""
    n_dead_letters: int = 0
    """How many the dead letters' topic holds."""
    waiting_for: str = ""
    """What it waits for, in words; empty when all is well."""

    @property
    def lag(self) -> int:
        """How many messages wait in all its partitions."""
        return sum(self.lags.values())

    def stuck_lags(self, *, now: datetime, max_stuck_s: float) -> dict[int, int]:
        """Return how much waits in each partition that does not move; in all, when none was handled for so long."""
        handled_at = max(self.handled_at or self.started_at, self.started_at)
        if (now - handled_at).total_seconds() > max_stuck_s:
            return {each: lag for each, lag in self.lags.items() if lag}
        return {each: lag for each, lag in self.stuck.items() if each in self.partitions}

    def n_stuck(self, *, now: datetime, max_stuck_s: float) -> int:
        """Return how many partitions do not move although messages wait in them."""
        return len(self.stuck_lags(now=now, max_stuck_s=max_stuck_s))


class WorkerState:
    """Kept by the worker's loop, read by other threads."""

    def __init__(
        self, *, handler: str, slot: str, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._turned_at = monotonic()
        self._lock = Lock()
        now = clock()
        self._report = WorkerReport(handler=handler, slot=slot, started_at=now, turned_at=now, moved_at=now)

    @property
    def silent_s(self) -> float:
        """Seconds since the loop last came round, without those for which the machine slept."""
        return self._monotonic() - self._turned_at

    def report(self) -> WorkerReport:
        """Return how the worker is now."""
        return self._report

    def assigned(self, partitions: Sequence[int]) -> None:
        """Note which partitions are ours."""
        self._have(partitions)

    def revoked(self, partitions: Sequence[int]) -> None:
        """Note that these have gone."""
        self._have([partition for partition in self._report.partitions if partition not in set(partitions)])

    def turned(self, trouble: str) -> None:
        """Note that the loop came round, and why nothing comes."""
        self._turned_at = self._monotonic()
        self._change(turned_at=self._clock(), waiting_for=trouble)

    def wait_for(self, what: str) -> None:
        """Note what is waited for; the loop is alive."""
        self._turned_at = self._monotonic()
        self._change(turned_at=self._clock(), waiting_for=what)

    def handled(self, messages: Sequence[Message]) -> None:
        """Note that messages were handled."""
        if messages:
            self._change(handled_at=self._clock(), n_handled=self._report.n_handled + len(messages), waiting_for="")

    def buried(self) -> None:
        """Note a dead letter."""
        self._change(n_buried=self._report.n_buried + 1)

    def waiting(self, lags: Mapping[int, int], *, stuck: Mapping[int, int] | None = None) -> None:
        """Note how many messages wait, by partition, and in those that do not move; without `stuck` as it was."""
        stuck = self._report.stuck if stuck is None else stuck
        self._change(lags={**self._report.lags, **lags}, stuck=dict(stuck))

    def topics(self, *, n_partitions: int, n_dead: int) -> None:
        """Note how many partitions the topic has, and how many dead letters there are."""
        self._change(n_topic_partitions=n_partitions, n_dead_letters=n_dead)

    def _have(self, partitions: Sequence[int]) -> None:
        ours = tuple(sorted(partitions))
        moved_at = self._report.moved_at if ours == self._report.partitions else self._clock()
        self._change(partitions=ours, moved_at=moved_at, lags={})

    def _change(self, **changes: object) -> None:
        with self._lock:
            self._report = replace(self._report, **changes)


def trouble_of(report: WorkerReport, *, now: datetime, max_silence_s: float, max_stuck_s: float) -> str:
    """Return in words why this worker cannot be relied on; nothing when it can."""
    silent_s = (now - report.turned_at).total_seconds()
    if silent_s > max_silence_s:
        return f"worker {report.handler}, slot {report.slot}, has not been heard of for {silent_s:.0f} s"
    if report.waiting_for:
        return f"worker {report.handler}, slot {report.slot}, waits: {report.waiting_for}"
    if stuck := report.stuck_lags(now=now, max_stuck_s=max_stuck_s):
        where = ", ".join(map(str, sorted(stuck)))
        return (
            f"worker {report.handler}, slot {report.slot}, is stuck: {sum(stuck.values())} messages wait in "
            f"{len(stuck)} partitions ({where})"
        )
    return ""
