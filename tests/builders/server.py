"""The real server on made-up services, as a process: `python -m tests.builders.server JSON` prints its port."""

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import json
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
import websocket

from tests.paths import ROOT


@dataclass(frozen=True)
class MadeServer:
    """A running server."""

    port: int
    process: subprocess.Popen[str]
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
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.builders.server", json.dumps(changes)],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True,
            )  # fmt: skip
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, log.read_text()
            yield MadeServer(int(line), process, log)
        finally:
            process.kill()
            process.wait(20)
            process.stdout.close()


def _serve(changes: dict[str, Any]) -> None:
    import gevent
    import structlog

    from recommender.records import Analysis
    from tests.builders.web import SOUND, changed, made_web
    from webapp.media import transcoding
    from webapp.serving import request_body
    from webapp.serving import server as server_module
    from webapp.serving.server import bind_socket, make_server
    from webapp.serving.websockets import PlayerHandler

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    if most := changes.get("most_connections"):
        server_module.most_connections = lambda: most
    if handles := changes.get("handles"):
        resource.setrlimit(resource.RLIMIT_NOFILE, (handles, handles))
    for what, changed_one in (("handler", PlayerHandler), ("body", request_body), ("sound", transcoding)):
        for name, value in changes.get(what, {}).items():
            setattr(changed_one, name, value)
    with TemporaryDirectory() as folder:
        web = made_web(Path(folder))

        def analyse(_path: Path) -> Analysis:
            gevent.sleep(changes.get("upload_s", 0))
            return Analysis(vector=next(iter(web.vectors.values())), sound=SOUND, seconds=0.1)

        web.upload = analyse
        if audio := changes.get("audio"):
            changed(web, web.catalogue.tracks[0].track_id, url=Path(audio).as_uri())
        app = web.app(**changes.get("config", {}))
        if n_bytes := changes.get("slate_bytes"):
            web.on_published = lambda events: _answer(app, events, n_bytes)
        if ping_s := changes.get("ping_s"):
            app.live.socketio.server.eio.ping_interval, app.live.socketio.server.eio.ping_timeout = ping_s
        listener = bind_socket("127.0.0.1", 0)
        server = make_server(app, listener)
        print(listener.getsockname()[1], flush=True)
        server.serve_forever()


def _answer(app: Any, events: Any, n_bytes: int) -> None:
    for event in events:
        slate = {"slate_id": "x" * n_bytes, "caused_by": str(event.event_id)}
        app.live.namespace.deliver(event.listener_id, json.dumps(slate).encode())


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
