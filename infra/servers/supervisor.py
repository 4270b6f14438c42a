"""Keeps things running: what ends is started again, later and later while it keeps ending."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from recommender.errors import SegueError

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0
"""Whoever ran this long has recovered: the next restart comes quickly again."""


class Supervised(Protocol):
    """What can be kept running."""

    name: str

    def start(self) -> None:
        """Start it and return when it serves; raises a `SegueError` when it does not come."""

    def alive(self) -> bool:
        """Whether it runs."""


@dataclass
class _Watch:
    service: Supervised
    failures: int = 0
    started_at: float = 0.0
    due_at: float = field(default=0.0)
    ended: bool = False


class Supervisor:
    """Watches services that have been started; `tick` is called again and again by its owner."""

    def __init__(
        self,
        services: Sequence[Supervised],
        *,
        say: Callable[[str], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take over services that run; `now` is a clock in seconds."""
        self._say = say
        self._now = now
        self._watches = [_Watch(service, started_at=now()) for service in services]

    def tick(self) -> None:
        """Notice what has ended, start what is due."""
        for watch in self._watches:
            if watch.ended:
                self._start_when_due(watch)
            elif not watch.service.alive():
                self._plan_restart(watch, "ended")

    def run(self, until: Callable[[], bool], *, every_s: float = 0.2) -> None:
        """Watch until `until` says so."""
        while not until():
            self.tick()
            time.sleep(every_s)

    def _plan_restart(self, watch: _Watch, what: str) -> None:
        if self._now() - watch.started_at > STEADY_S:
            watch.failures = 0
        pause_s = pause_after(watch.failures)
        watch.failures += 1
        watch.ended = True
        watch.due_at = self._now() + pause_s
        self._say(f"{watch.service.name} {what}; starting it again in {pause_s:g} s")

    def _start_when_due(self, watch: _Watch) -> None:
        if self._now() < watch.due_at:
            return
        watch.started_at = self._now()
        try:
            watch.service.start()
        except SegueError as error:
            self._plan_restart(watch, f"did not start ({error})")
            return
        watch.ended = False
        self._say(f"{watch.service.name} runs again")


def pause_after(failures: int) -> float:
    """Return how long to wait before the next start after so many failures in a row, in seconds."""
    return float(min(FIRST_PAUSE_S * 2.0 ** min(failures, 20), LONGEST_PAUSE_S))
