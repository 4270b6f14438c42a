"""When the index is to be built again: a pure rule, and the loop that asks it."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from threading import Event

import structlog

from recommender.clock import Clock
from recommender.errors import BadSetting

CHECK_EVERY_S = 60.0
RETRY_AFTER = timedelta(minutes=30)
"""After a build, good or bad, new tracks wait at least this long."""
BUILD_COMMAND = (sys.executable, "-c", "from infra.cli import main; main()", "build", "index")
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What the rule looks at."""

    last_build: datetime | None
    """When the newest version was made, aware; None before the first."""
    n_indexed: int
    """Tracks in the newest version."""
    n_new: int
    """Tracks analysed since that version's data cut-off."""
    last_tried: datetime | None = None
    """When this scheduler last ran a build, successful or not."""

    @property
    def share_new(self) -> float:
        """New tracks per indexed one; 1 when there is no index yet but something to index."""
        if self.n_indexed == 0:
            return 1.0 if self.n_new else 0.0
        return self.n_new / self.n_indexed


def due(now: datetime, progress: Progress, *, at: time_of_day, new_share: float) -> str:
    """Return why a build is due at `now` (aware), in words; empty when it is not.

    Nightly: the last moment of the day `at` (in `now`'s time zone) has passed since the last build or attempt, also
    when the machine slept through it. Sooner: at least `new_share` of the tracks are new, and the last attempt
    is not too recent. Without any analysed track nothing is due.
    """
    if progress.n_indexed + progress.n_new == 0:
        return ""
    tried = max((each for each in (progress.last_build, progress.last_tried) if each is not None), default=None)
    if progress.share_new >= new_share and (tried is None or now - tried >= RETRY_AFTER):
        return f"{progress.n_new} of {progress.n_indexed + progress.n_new} tracks are new"
    if progress.last_build is not None and tried is not None and tried < last_moment(now, at):
        return "nightly"
    return ""


def last_moment(now: datetime, at: time_of_day) -> datetime:
    """Return the last time the clock showed `at` in `now`'s time zone, at or before `now`."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def parse_time(text: str) -> time_of_day:
    """Read `HH:MM`; raises `BadSetting`."""
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise BadSetting(f"SEGUE_SCHEDULE_AT={text!r}: a time of day as HH:MM is needed, such as 03:30") from None


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The loop: looks every minute, builds when it is due, and outlives builds that fail."""

    at: time_of_day
    new_share: float
    look: Callable[[], Progress]
    build: Callable[[], int]
    """Runs one build to its end and returns its exit code."""
    clock: Clock
    """Its UTC time is read in the machine's own time zone."""

    def run_once(self, last_tried: datetime | None = None) -> int | None:
        """Build if a build is due; returns its exit code, or None when none was due."""
        now = self.clock()
        progress = replace(self.look(), last_tried=last_tried)
        reason = due(now.astimezone(), progress, at=self.at, new_share=self.new_share)
        if not reason:
            return None
        _log.info("build started", reason=reason, new=progress.n_new, indexed=progress.n_indexed)
        started = time.monotonic()
        code = self.build()
        seconds = round(time.monotonic() - started, 1)
        if code:
            _log.error("build failed", exit_code=code, seconds=seconds)
        else:
            _log.info("build finished", seconds=seconds)
        return code

    def run(self, stop: Event, *, every_s: float = CHECK_EVERY_S) -> None:
        """Go on until `stop` is set; a look that fails is logged and tried again."""
        last_tried: datetime | None = None
        while not stop.is_set():
            try:
                if self.run_once(last_tried) is not None:
                    last_tried = self.clock()
            except Exception as error:  # the scheduler must outlive whatever a server does
                _log.error("schedule could not look", reason=str(error), kind=type(error).__name__)
            stop.wait(every_s)


def build_in_child(log: Path, stop: Event, *, command: tuple[str, ...] = BUILD_COMMAND) -> int:
    """Run a build as a process of its own, its output appended to `log`; a set `stop` ends it politely."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"--- {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n".encode())
        output.flush()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        while True:
            try:
                return child.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    child.terminate()
