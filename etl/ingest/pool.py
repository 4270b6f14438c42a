"""Processes that each have one file in hand, so that a file that kills its process is known by name."""

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Generic, Literal, TypeVar

from threadpoolctl import threadpool_limits

from etl.decode.decoder_noise import silence_decoders
from recommender.errors import SegueError

Work = TypeVar("Work")
Result = TypeVar("Result")

IDLE_POLL_S = 1.0
READY = "ready"
IN_HAND = 2
"""Pieces of work a process holds: one in progress, and the next, so that it never waits for the parent."""


End = Literal["fault", "timeout", "killed"]
_FAULTS = frozenset({
    signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSYS, signal.SIGTRAP,
})  # fmt: skip
"""What a process brings upon itself; every other signal comes from somebody else, or from a machine without memory."""


@dataclass(frozen=True)
class Crashed:
    """The process died, or was stopped, with this work in hand."""

    why: str
    end: End = "fault"
    """`fault`: it died of what it did. `timeout`: it took too long. `killed`: from outside, whatever it did."""


@dataclass
class _Worker(Generic[Work]):
    process: BaseProcess
    connection: Connection
    in_hand: deque[Work] = field(default_factory=deque)
    is_ready: bool = False
    """Has loaded its libraries and said so; only then is a death the fault of its work."""
    since: float = 0.0
    """When it began with what is first in hand, by the monotonic clock."""


class Pool(Generic[Work, Result]):
    """A pool that more work can be given to while it runs.

    `function` must be importable by name in the new process; libraries loaded with it compute on one thread.
    A process that dies is replaced and its work reported as `Crashed`, as is work that takes longer than
    `limit_s`. When the parent dies, the processes end by themselves. Raises `SegueError` when one cannot even start.
    """

    def __init__(self, function: Callable[[Work], Result], *, n_workers: int, limit_s: float = 900.0) -> None:
        self._function = function
        self._n_workers = n_workers
        self._limit_s = limit_s
        self._context = multiprocessing.get_context("spawn")
        self._again: deque[Work] = deque()
        self._submitted: deque[Work] = deque()
        self._source: Iterator[Work] = iter(())
        self._workers: list[_Worker[Work]] = []

    def submit(self, work: Work) -> None:
        """Queue a piece of work behind all other."""
        self._submitted.append(work)

    def results(
        self, source: Iterable[Work] = (), *, idle: Callable[[], None] = lambda: None
    ) -> Iterator[tuple[Work, Result | Crashed]]:
        """Yield work and result as they come, until nothing is left; work may be submitted meanwhile.

        The source is asked for a piece only when a process can take it, so it may decide late what comes next.
        `idle` is called each second without a result.
        """
        self._source = iter(source)
        while True:
            self._hand_out()
            if not (self._again or self._submitted or any(worker.in_hand for worker in self._workers)):
                return
            yield from self._collect(idle)

    def __enter__(self) -> "Pool[Work, Result]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the processes; what they have in hand is lost."""
        for worker in self._workers:
            worker.process.terminate()
            worker.connection.close()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()

    def _hand_out(self) -> None:
        for depth in range(IN_HAND):
            for worker in list(self._workers):
                if len(worker.in_hand) <= depth and (work := self._next()) is not None:
                    self._give(worker, work)
        while len(self._workers) < self._n_workers and (work := self._next()) is not None:
            worker = self._start()
            self._workers.append(worker)
            self._give(worker, work)

    def _next(self) -> Work | None:
        if self._again:
            return self._again.popleft()
        if (work := next(self._source, None)) is not None:
            return work
        return self._submitted.popleft() if self._submitted else None

    def _start(self) -> _Worker[Work]:
        own_end, child_end = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(child_end, self._function), daemon=True)
        # Ctrl-C reaches the whole group; the parent decides what happens then, so the new process is born deaf to it.
        # (The tracker is started first, because starting it would lift the mask.)
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        child_end.close()
        return _Worker(process, own_end)

    def _give(self, worker: _Worker[Work], work: Work) -> None:
        if not worker.in_hand:
            worker.since = time.monotonic()
        try:
            worker.connection.send(work)
            worker.in_hand.append(work)
        except (BrokenPipeError, ConnectionResetError):
            # It died before it could begin with this one; what it was doing is found out when its answer is missing.
            self._again.appendleft(work)
            if not worker.in_hand:
                self._bury(worker)

    def _collect(self, idle: Callable[[], None]) -> Iterator[tuple[Work, Result | Crashed]]:
        busy = {worker.connection: worker for worker in self._workers if worker.in_hand}
        ready = wait(list(busy), timeout=IDLE_POLL_S)
        if not ready:
            idle()
        for connection in ready:
            worker = busy.pop(connection)  # type: ignore[call-overload]
            try:
                result = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                crashed = self._bury(worker)
                yield self._culprit(worker), crashed
                continue
            worker.since = time.monotonic()
            if worker.is_ready:
                yield worker.in_hand.popleft(), result
            worker.is_ready = True
        for worker in busy.values():
            if worker.is_ready and time.monotonic() - worker.since > self._limit_s:
                worker.process.kill()
                self._bury(worker)
                yield self._culprit(worker), Crashed(f"took longer than {self._limit_s:g} s", "timeout")

    def _culprit(self, worker: _Worker[Work]) -> Work:
        """Return what a dead process was doing; what it had not begun goes back into the queue."""
        culprit = worker.in_hand.popleft()
        self._again.extendleft(reversed(worker.in_hand))
        worker.in_hand.clear()
        return culprit

    def _bury(self, worker: _Worker[Work]) -> Crashed:
        """Clear a dead process away and return what it died of; raise when it never came to life."""
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        code = worker.process.exitcode or 0
        reason = f"the process died by {signal.Signals(-code).name}" if code < 0 else f"the process ended with {code}"
        if not worker.is_ready:
            raise SegueError(f"a process that reads files does not start: {reason}; try `segue doctor`")
        return Crashed(reason, "killed" if code < 0 and -code not in _FAULTS else "fault")


def _serve(connection: Connection, function: Callable[[Work], Result]) -> None:
    """Run in the new process: take work, answer, until the other end is gone."""
    silence_decoders()
    with threadpool_limits(limits=1):
        try:
            connection.send(READY)
            while True:
                connection.send(function(connection.recv()))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return
