"""A child process with a group of its own, which never outlives the process that started it."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
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
    ) -> None:
        """Start `command`; `environment` None inherits ours, `output` replaces the terminal's."""
        self.command = tuple(command)
        self._process = _start(command, environment, output)
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD], stdin=subprocess.PIPE, start_new_session=True, cwd="/"
        )
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
        assert self._guard.stdin is not None
        with suppress(BrokenPipeError):  # somebody killed the guard; there is nothing left to guard
            self._guard.stdin.close()
        self._guard.wait()

    def _tell_guard(self, word: str) -> None:
        assert self._guard.stdin is not None
        with suppress(BrokenPipeError):  # as above
            self._guard.stdin.write(word.encode())
            self._guard.stdin.flush()


def _start(
    command: Sequence[str], environment: Mapping[str, str] | None, output: Path | None
) -> subprocess.Popen[bytes]:
    try:
        if output is None:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment, start_new_session=True)
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("wb") as file:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment, start_new_session=True
            )
    except OSError as error:
        raise ServerUnavailable(f"cannot start {command[0]}: {error}") from error
