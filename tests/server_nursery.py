"""A process that has loaded a server's module and forks a server whenever a test asks: loading takes seconds, a fork none.

`python -m tests.server_nursery MODULE` reads one order a line; MODULE patches with gevent and has a `serve(arguments)`
that prints `ready`, and serves until it is killed.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from tests.paths import ROOT


class Nursery:
    """Starts and ends servers of one module; they end with the process that asks for them."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.server_nursery", module],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, *arguments: str) -> int:
        """Start a server, wait until it serves, and return its process id."""
        answer = self._ask({"start": arguments})
        assert answer["is_ready"], "the server ended before it was ready; its reason is on the standard error"
        return int(answer["pid"])

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
            pid, is_ready = _fork(serve, order["start"])
            alive.add(pid)
            answer = {"pid": pid, "is_ready": is_ready}
        print(json.dumps(answer), flush=True)
    for pid in alive:
        _kill(pid)


def _fork(serve: Callable[[Sequence[str]], None], arguments: Sequence[str]) -> tuple[int, bool]:
    """Return the new process and whether it said that it is ready."""
    import gevent
    from gevent import monkey

    reads, writes = os.pipe()
    pid: int = monkey.get_original("os", "fork")()  # gevent's own would watch for the child in an event loop here
    if pid == 0:
        try:
            gevent.reinit()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(writes, 1)
            os.close(writes)
            os.close(reads)
            serve(arguments)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(writes)
    with os.fdopen(reads) as said:
        return pid, said.readline() == "ready\n"


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main(sys.argv[1])
