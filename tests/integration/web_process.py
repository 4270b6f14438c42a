"""A real `segue web` in a process of its own, and what tests need to talk to it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import requests
import socketio

from infra.settings import PREFIX, Settings
from tests.paths import ROOT

START_WITHIN_S = 60.0


@dataclass(frozen=True)
class WebProcess:
    """A running player."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def get(self, path: str, **options: Any) -> requests.Response:
        """Ask for a path."""
        return requests.get(self.address + path, timeout=20, **options)

    def listener(self) -> requests.Session:
        """Return a session with a cookie."""
        session = requests.Session()
        session.get(f"{self.address}/api/v1/listener", timeout=20).raise_for_status()
        return session


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment that makes these settings."""
    given = {field.name: getattr(settings, field.name) for field in fields(settings)}
    own = {f"{PREFIX}{name.upper()}": str(value) for name, value in given.items()}
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | own


@contextmanager
def running_web(settings: Settings, log: Path) -> Iterator[WebProcess]:
    """Run the player on a free port until the block ends."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from infra.cli import main; main()", "web", "--port", "0"],
            env=environment_of(settings),
            stdout=output,
            stderr=output,
            cwd=ROOT,
        )
    try:
        found = wait_for(lambda: _address(process, log), START_WITHIN_S, lambda: log.read_text())
        yield WebProcess(process, found, log)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def wait_for(probe: Any, within_s: float, why: Any = lambda: "") -> Any:
    """Return what `probe` returns as soon as it is true; fail after `within_s` seconds, telling `why()`."""
    until = monotonic() + within_s
    while monotonic() < until:
        if found := probe():
            return found
        sleep(0.05)
    raise AssertionError(f"not within {within_s} s: {why()}")


@contextmanager
def live_socket(web: WebProcess, session: requests.Session) -> Iterator[tuple[socketio.Client, list[tuple[str, Any]]]]:
    """Connect to /live with the session's cookie; yields the client and the growing list of what it received."""
    received: list[tuple[str, Any]] = []
    client = socketio.Client(http_session=session, reconnection=False)
    for name in ("slate", "index"):
        client.on(name, lambda data, name=name: received.append((name, data)), namespace="/live")
    client.connect(web.address, transports=["websocket"], namespaces=["/live"])
    try:
        yield client, received
    finally:
        client.disconnect()


def _address(process: subprocess.Popen[bytes], log: Path) -> str | None:
    assert process.poll() is None, log.read_text()
    found = re.search(r"segue plays at (http://\S+)", log.read_text())
    return found.group(1) if found else None
