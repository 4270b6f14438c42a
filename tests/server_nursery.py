"""A process that has loaded what servers need and forks one whenever a test asks: loading takes seconds, a fork none.

`python -m tests.server_nursery MODULE` reads one order a line; MODULE has a `serve(arguments)` that prints one line
when it serves, and goes on until it is killed.
"""

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import gevent

from tests.paths import ROOT


@dataclass(frozen=True)
class Started:
    """A server."""

    pid: int
    said: str
    """The line that it printed; empty when it ended before."""


class Nursery:
    """Starts and ends servers of one module; they end with the process that asks for them."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.server_nursery", module],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, *arguments: str, errors: Path | None = None) -> Started:
        """Start a server and wait for its line; `errors` is where its standard error goes, else to this process'."""
        return Started(**self._ask({"start": arguments, "errors": str(errors or "")}))

    def kill(self, pid: int) -> None:
        """End a server as a crash would; returns when its port is free."""
        self._ask({"kill": pid})

    def close(self) -> None:
        """End what still runs."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the nursery has ended; its reason is on the standard error"
        answer: dict[str, Any] = json.loads(line)
        return answer


def main(module: str) -> None:
    """Do what is ordered, until there are no more orders."""
    serve = import_module(module).serve
    alive: set[int] = set()
    while line := sys.stdin.readline():
        order = json.loads(line)
        if "kill" in order:
            _kill(order["kill"])
            alive.discard(order["kill"])
            answer: dict[str, Any] = {}
        else:
            started = _fork(serve, order["start"], errors=order["errors"])
            alive.add(started.pid)
            answer = vars(started)
        print(json.dumps(answer), flush=True)
    for pid in alive:
        _kill(pid)


def _fork(serve: Callable[[Sequence[str]], None], arguments: Sequence[str], *, errors: str) -> Started:
    reads, writes = os.pipe()
    pid: int = monkey.get_original("os", "fork")()  # gevent's own would watch for the child in an event loop here
    if pid == 0:
        try:
            gevent.reinit()
            os.close(reads)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(writes, 1)
            os.close(writes)
            if errors:
                os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            serve(arguments)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(writes)
    with os.fdopen(reads) as first:
        return Started(pid, first.readline().strip())


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1])
