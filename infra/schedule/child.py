"""A job as a process of its own: its output is kept, it is told about while it runs, and it ends in any case."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

import structlog

from recommender.errors import SegueError

MAX_JOB_S = 6 * 3_600.0
"""No index and no model of a library takes so long; what does, hangs, and would keep every other job waiting."""
MAX_ENDING_S = 30.0
"""Between asking a job to end and ending it."""
_LOOK_EVERY_S = 0.5
_TAIL_BYTES = 4_096
_log = structlog.get_logger(__name__)


def run_in_child(
    log: Path,
    stop: Event,
    *,
    command: tuple[str, ...],
    tell: Callable[[str], None] | None = None,
    max_s: float = MAX_JOB_S,
    max_ending_s: float = MAX_ENDING_S,
) -> int:
    """Run a command to its end and return its exit code; its output is appended to `log`.

    A set `stop`, or `max_s`, ends it: politely, and after `max_ending_s` at once. `tell` gets the newest line of the
    output twice a second, and once more at the end; a server that does not take it does not stop the command.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"--- {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n".encode())
        output.flush()
        reporter = _Reporter(log, after=output.tell(), tell=tell)
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        ends_at, killed_at = monotonic() + max_s, float("inf")
        try:
            while (code := _wait_for_exit(child)) is None:
                reporter.newest()
                if killed_at == float("inf") and (stop.is_set() or monotonic() > ends_at):
                    _log.warning("job_ended", command=command[-2:], why="stopped" if stop.is_set() else "took too long")
                    child.terminate()
                    killed_at = monotonic() + max_ending_s
                if monotonic() > killed_at:
                    child.kill()
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
    reporter.newest()
    return code


class _Reporter:
    """Passes on the newest line of a log, as far as it is taken."""

    def __init__(self, log: Path, *, after: int, tell: Callable[[str], None] | None) -> None:
        self._log, self._after, self._tell = log, after, tell

    def newest(self) -> None:
        if self._tell is None or not (line := last_line(self._log, after=self._after)):
            return
        try:
            self._tell(line)
        except SegueError as error:
            _log.warning("step_not_told", why=str(error))


def _wait_for_exit(child: subprocess.Popen[bytes]) -> int | None:
    """Wait for a moment; return the exit code of a child that has ended."""
    try:
        return child.wait(timeout=_LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return None


def last_line(log: Path, *, after: int) -> str:
    """Return the last whole line that was written to a log after so many bytes; nothing before the first."""
    with log.open("rb") as file:
        file.seek(max(after, log.stat().st_size - _TAIL_BYTES))
        whole, _, _ = file.read().rpartition(b"\n")
    lines = [line for line in whole.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""
