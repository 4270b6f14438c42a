"""Keeps things running: what ends, or runs without working, is started again, ever later while it keeps failing."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from infra.disk_space import DiskFull
from infra.tasks import pause_after
from recommender.errors import SegueError

LOOK_FOR_ROOM_S = 2.0
STEADY_S = 60.0
"""Whoever ran this long has recovered: the next restart comes quickly again."""


@dataclass(frozen=True)
class Trouble:
    """Why something that runs cannot do its work."""

    text: str
    is_mended_by_restart: bool = True


class Supervised(Protocol):
    """What can be kept running."""

    name: str

    def start(self) -> None:
        """Start it and return when it serves; raises when it does not come, by a `SegueError` if foreseen."""

    def alive(self) -> bool:
        """Whether it runs."""

    def trouble(self) -> Trouble | None:
        """Return why it cannot do its work although it runs, at once and without asking; None when it can."""


@dataclass
class _Watch:
    service: Supervised
    failures: int = 0
    started_at: float = 0.0
    due_at: float = field(default=0.0)
    ended: bool = False
    is_reported: bool = False
    """Whether a trouble that a restart does not mend was said."""


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

    def watch(self, service: Supervised) -> None:
        """Take over one more service that runs."""
        self._watches.append(_Watch(service, started_at=self._now()))

    def tick(self) -> None:
        """Notice what has ended or cannot work, start what is due."""
        for watch in self._watches:
            if watch.ended:
                self._start_when_due(watch)
            else:
                self._look_at(watch)

    def run(self, until: Callable[[], bool], *, every_s: float = 0.2) -> None:
        """Watch until `until` says so."""
        while not until():
            self.tick()
            time.sleep(every_s)

    def _look_at(self, watch: _Watch) -> None:
        try:
            alive = watch.service.alive()
            trouble = watch.service.trouble() if alive else None
        except Exception as error:  # nobody else watches the others
            self._plan_restart(watch, f"could not be looked at ({_describe(error)})")
            return
        if alive:
            self._handle_trouble(watch, trouble)
        else:
            self._plan_restart(watch, "ended")

    def _handle_trouble(self, watch: _Watch, trouble: Trouble | None) -> None:
        if trouble is None:
            if watch.is_reported:
                self._say(f"{watch.service.name} works again")
            watch.is_reported = False
        elif trouble.is_mended_by_restart:
            self._plan_restart(watch, f"runs, but cannot work ({trouble.text})")
        elif not watch.is_reported:
            self._say(f"{watch.service.name} cannot work ({trouble.text})")
            watch.is_reported = True

    def _wait_for_room(self, watch: _Watch, error: DiskFull) -> None:
        """Look often: it costs nothing, and everybody waits for it."""
        watch.due_at = self._now() + LOOK_FOR_ROOM_S
        if not watch.is_reported:
            self._say(f"{error}; {watch.service.name} is then started by itself")
        watch.is_reported = True

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
        except DiskFull as error:
            self._wait_for_room(watch, error)
            return
        except Exception as error:  # a machine without memory, handles or threads for a moment; the others go on
            self._plan_restart(watch, f"did not start ({_describe(error)})")
            return
        watch.ended = watch.is_reported = False
        self._say(f"{watch.service.name} runs again")


def _describe(error: Exception) -> str:
    """Return the text of one of our errors; of an unforeseen one also its class."""
    return str(error) if isinstance(error, SegueError) else f"{type(error).__name__}: {error}"
