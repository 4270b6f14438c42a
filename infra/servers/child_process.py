"""A child process with a group of its own, which never outlives the process that started it."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from recommender.errors import ServerUnavailable

_GUARD = """
read -r group || exit 0
read -r word && exit 0
kill -TERM "-$group" 2>/dev/null
tries=0
while kill -0 "-$group" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -KILL "-$group" 2>/dev/null
"""
"""Waits on a pipe that only the parent holds: its end without a word means the parent died, however it died."""


class ChildProcess:
    """A running program in a process group of its own.

    Ctrl-C in the terminal does not reach it (the parent decides when to stop it), and when the parent is killed,
    even by SIGKILL, a guard ends the whole group.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        output: Path | None = None,
        results: Path | None = None,
    ) -> None:
        """Start `command`; `environment` None inherits ours.

        `output` takes what it prints in the place of the terminal, `results` only what goes to standard output.
        """
        self.command = tuple(command)
        self._guard = _guard()  # before the child, which is never without
        try:
            self._process = _start(command, environment, output, results)
        except BaseException:
            self._end_guard()
            raise
        self._tell_guard(f"{self._process.pid}\n")

    @property
    def pid(self) -> int:
        """Process id of the program, also the id of its group."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """Return the exit code, or None while it runs."""
        return self._process.poll()

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the group SIGTERM and return at once."""
        self._signal(signal.SIGTERM)

    def stop(self, *, patience_s: float = 15.0) -> None:
        """Ask the group to end, insist after `patience_s`; returns when nothing of it is left."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):  # the group is killed next, whatever is left of it
            self._process.wait(patience_s)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once; without effect when it was stopped or killed before."""
        if self._guard.returncode is not None:
            return
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._dismiss_guard()

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError, PermissionError):  # the group is gone; macOS says so by a permission error
            os.killpg(self._process.pid, number)

    def _dismiss_guard(self) -> None:
        self._tell_guard("done\n")
        self._end_guard()

    def _end_guard(self) -> None:
        assert self._guard.stdin is not None
        with suppress(BrokenPipeError):  # somebody killed the guard; there is nothing left to guard
            self._guard.stdin.close()
        self._guard.wait()

    def _tell_guard(self, word: str) -> None:
        assert self._guard.stdin is not None
        with suppress(BrokenPipeError):  # as above
            self._guard.stdin.write(word.encode())
            self._guard.stdin.flush()


def _guard() -> subprocess.Popen[bytes]:
    """Start a guard, which ends with its input as long as it was told of no group."""
    try:
        return subprocess.Popen(["/bin/sh", "-c", _GUARD], stdin=subprocess.PIPE, start_new_session=True, cwd="/")
    except OSError as error:
        raise ServerUnavailable(f"cannot start /bin/sh: {error}") from error


def _start(
    command: Sequence[str], environment: Mapping[str, str] | None, output: Path | None, results: Path | None
) -> subprocess.Popen[bytes]:
    written = output or results
    try:
        with ExitStack() as stack:
            if written:
                written.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(written.open("wb")) if written else None
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file if output else None,
                env=environment,
                start_new_session=True,
            )
    except OSError as error:
        raise ServerUnavailable(f"cannot start {command[0]}: {error}") from error
