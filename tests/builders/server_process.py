"""The real server on made-up services, as `tests.server_nursery` forks it."""

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gevent
import structlog

from recommender.records import Analysis
from tests.builders.web import SOUND, changed, made_web
from webapp.media import transcoding
from webapp.serving import request_body
from webapp.serving import server as server_module
from webapp.serving.handler import PlayerHandler
from webapp.serving.server import bind_socket, make_server


def serve(arguments: Sequence[str]) -> None:
    """Print the port and serve until the process is ended; the argument is what `made_server` was given, as JSON."""
    changes: dict[str, Any] = json.loads(arguments[0])
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
