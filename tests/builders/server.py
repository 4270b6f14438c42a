"""The real server on made-up services, forked for each test from a process that has loaded it."""

import atexit
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
import websocket

from tests.server_nursery import Nursery


@dataclass(frozen=True)
class MadeServer:
    """A running server."""

    port: int
    pid: int
    log: Path
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def raw(self, sent: bytes = b"") -> socket.socket:
        """Return a connection on which `sent` was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(sent)
        return connection

    def cookie(self) -> str:
        """Return the cookie of a new listener."""
        return requests.get(f"{self.address}/api/v1/listener", timeout=20).headers["Set-Cookie"].split(";")[0]

    def live(self, cookie: str | None = None, *, joins: bool = True) -> websocket.WebSocket:
        """Return a websocket that speaks Engine.IO 4; it has joined /live unless told otherwise."""
        opened = websocket.create_connection(
            f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket",
            cookie=cookie or self.cookie(), timeout=20,
        )  # fmt: skip
        opened.recv()
        if joins:
            opened.send("40/live,")
            assert opened.recv().startswith("40/live,")
        return opened

    def metric(self, name: str) -> float:
        """Return a metric without labels."""
        lines = requests.get(f"{self.address}/metrics", timeout=20).text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


@contextmanager
def made_server(**changes: Any) -> Iterator[MadeServer]:
    """Run a server until the block ends.

    `config` goes to `WebConfig`, `handler` and `body` change the limits of time of `PlayerHandler` and `request_body`,
    `ping_s` is Engine.IO's interval and timeout, `handles` the most file handles, `upload_s` how long an analysis
    takes, `audio` the file of the first track, `sound` changes the limits of time of `transcoding`, `slate_bytes` has
    each event answered with a slate of that size, `most_connections` is as in its module.
    """
    with TemporaryDirectory() as folder:
        log = Path(folder, "log")
        started = _nursery().start(json.dumps(changes), errors=log)
        try:
            assert started.said, log.read_text()
            yield MadeServer(int(started.said), started.pid, log)
        finally:
            _nursery().kill(started.pid)


@cache
def _nursery() -> Nursery:
    """The process that servers are forked from, as long as these tests run."""
    nursery = Nursery("tests.builders.server_process")
    atexit.register(nursery.close)
    return nursery
