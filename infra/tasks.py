"""Work that goes on as long as its process: what ends or fails is logged and started again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Event, Thread
from time import monotonic

import structlog
from tenacity import RetryCallState, Retrying, sleep_using_event

from recommender.errors import SegueError, describe

FIRST_PAUSE_S = 0.5
MAX_PAUSE_S = 30.0
MAX_SILENCE_S = 60.0
"""A task that has not come round for so long, and for ten of its periods, counts as hanging."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TaskState:
    """How one task is."""

    name: str
    period_s: float
    came_round_at: float
    """`time.monotonic()` when it last did its work."""
    n_failures: int = 0
    """In a row, up to now."""
    error: str = ""

    @property
    def age_s(self) -> float:
        """Seconds since it last did its work."""
        return monotonic() - self.came_round_at

    @property
    def trouble(self) -> str:
        """In words what is wrong; nothing when all is well."""
        if self.age_s <= max(MAX_SILENCE_S, 10 * self.period_s):
            return ""
        return f"{self.name} did nothing for {self.age_s:.0f} s{f': {self.error}' if self.error else ''}"


class Tasks:
    """Tasks that go on until `end`; each in a thread of its own, or a greenlet where threads are."""

    def __init__(self) -> None:
        self._ended = Event()
        self._states: dict[str, TaskState] = {}

    def every(self, period_s: float, action: Callable[[], object], *, name: str, at_once: bool = False) -> None:
        """Repeat `action` until the end; what goes wrong once is logged and tried again."""
        self._states[name] = TaskState(name, period_s, monotonic())
        repeat_every(period_s, partial(self._note_outcome, name, action), name=name, stop=self._ended, at_once=at_once)

    def end(self) -> None:
        """Have every task end when it has come round."""
        self._ended.set()

    def states(self) -> Sequence[TaskState]:
        """Return how they are."""
        return tuple(self._states.values())

    def _note_outcome(self, name: str, action: Callable[[], object]) -> None:
        state = self._states[name]
        try:
            action()
        except Exception as error:
            words = f"{type(error).__name__}: {describe(error)}"
            self._states[name] = replace(state, n_failures=state.n_failures + 1, error=words)
            raise
        self._states[name] = replace(state, came_round_at=monotonic(), n_failures=0, error="")


def repeat_every(
    every_s: float,
    action: Callable[[], object],
    *,
    name: str,
    stop: Event,
    at_once: bool = False,
    at_end: Callable[[], object] = lambda: None,
) -> None:
    """Repeat `action` in a thread of its own, or a greenlet where threads are, until `stop` is set; then do `at_end`.

    The first time comes after `every_s`, or `at_once`. What goes wrong once is logged and tried again.
    """

    def do() -> None:
        try:
            action()
        except Exception as error:
            _log.warning("task_failed", task=name, why=str(error), exc_info=not isinstance(error, SegueError))

    def loop() -> None:
        if at_once and not stop.is_set():
            do()
        while not stop.wait(every_s):
            do()
        at_end()

    Thread(target=loop, name=name, daemon=True).start()


def keep_running(run: Callable[[], None], *, stop: Event, name: str) -> None:
    """Run `run` until it returns; when it fails, log why and start it again, later and later."""
    began_at = monotonic()

    def run_unless_stopped() -> None:
        nonlocal began_at
        began_at = monotonic()
        if not stop.is_set():
            run()

    def forget_old_failures(state: RetryCallState) -> None:
        if monotonic() - began_at > MAX_SILENCE_S:
            state.attempt_number = 1

    def complain(state: RetryCallState) -> None:
        assert state.outcome is not None
        _log.error("restarted", what=name, pause_s=state.upcoming_sleep, exc_info=state.outcome.exception())

    retry = Retrying(
        after=forget_old_failures,
        wait=lambda state: pause_after(state.attempt_number - 1),
        before_sleep=complain,
        sleep=sleep_using_event(stop),
    )
    retry(run_unless_stopped)


def pause_after(n_failures: int) -> float:
    """Return how long to wait before the next start after so many failures in a row, in seconds."""
    return float(min(FIRST_PAUSE_S * 2.0 ** min(n_failures, 20), MAX_PAUSE_S))
