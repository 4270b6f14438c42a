"""The loop that runs jobs when they are due, each as a process of its own, and outlives those that fail."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Event

import structlog

from infra.invocation import NOT_BETTER_EXIT
from recommender.clock import Clock

CHECK_EVERY_S = 60.0
_LOOK_FOR_WISHES_EVERY_S = 2.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One thing that is done again and again."""

    name: str
    """The command, such as `build index`; its log is `build-index.log`."""
    why: Callable[[datetime, datetime | None], str]
    """Returns why it is due now, in words, or nothing; gets the time and when this scheduler last ran it, UTC."""
    run: Callable[[], int]
    """Runs it to its end and returns its exit code."""
    is_awaited: bool = False
    """Whether somebody waits for it; then it is not there any more once it was run."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Looks at every job each minute, and runs those that are due one after another."""

    jobs: Callable[[], Iterable[Job]]
    """Asked anew each time: models come and go."""
    clock: Clock
    is_wanted: Callable[[], bool] = lambda: False
    """Asked between two looks, every other second: whether somebody waits for the next."""

    def run_once(self, stop: Event) -> dict[str, int]:
        """Run what is due, first what somebody waits for as long as somebody does; returns the exit codes by name.

        Of a job that was run several times the first code that is not 0 counts.
        """
        codes: dict[str, int] = {}
        self._run_due(codes, stop, is_awaited=True)
        while not stop.is_set() and self.is_wanted():
            self._run_due(codes, stop, is_awaited=True)
        self._run_due(codes, stop, is_awaited=False)
        return codes

    def _run_due(self, codes: dict[str, int], stop: Event, *, is_awaited: bool) -> None:
        for job in [job for job in self.jobs() if job.is_awaited == is_awaited]:
            if stop.is_set():
                return
            code = self._run_if_due(job, None)
            if code is not None:
                codes[job.name] = codes.get(job.name) or code

    def run(self, stop: Event, *, every_s: float = CHECK_EVERY_S) -> None:
        """Go on until `stop` is set; a look that fails is logged and tried again."""
        tried: dict[str, datetime] = {}
        while not stop.is_set():
            for job in self._known_jobs():
                if stop.is_set():
                    return
                try:
                    if self._run_if_due(job, tried.get(job.name)) is not None:
                        tried[job.name] = self.clock()
                except Exception as error:  # the scheduler must outlive whatever a server does
                    _complain(error, job=job.name)
            self._wait(stop, every_s)

    def _wait(self, stop: Event, every_s: float) -> None:
        ends = time.monotonic() + every_s
        while (left_s := ends - time.monotonic()) > 0 and not stop.wait(min(left_s, _LOOK_FOR_WISHES_EVERY_S)):
            try:
                if self.is_wanted():
                    return
            except Exception as error:  # as above
                _complain(error, job="")

    def _known_jobs(self) -> list[Job]:
        try:
            return list(self.jobs())
        except Exception as error:  # as above
            _complain(error, job="")
            return []

    def _run_if_due(self, job: Job, last_tried: datetime | None) -> int | None:
        reason = job.why(self.clock(), last_tried)
        if not reason:
            return None
        _log.info("build_started", job=job.name, reason=reason)
        started = time.monotonic()
        code = job.run()
        seconds = round(time.monotonic() - started, 1)
        if code == NOT_BETTER_EXIT:
            _log.info("version_in_use_kept", job=job.name, seconds=seconds)
        elif code:
            _log.error("build_failed", job=job.name, exit_code=code, seconds=seconds)
        else:
            _log.info("build_finished", job=job.name, seconds=seconds)
        return code


def _complain(error: Exception, *, job: str) -> None:
    _log.error("schedule_check_failed", job=job, reason=str(error), kind=type(error).__name__)
