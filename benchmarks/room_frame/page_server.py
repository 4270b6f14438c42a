"""The player with a made-up map: the real application and the built page, without a library and without servers.

Run as `python -m benchmarks.room_frame.page_server PORT N_TRACKS`; it says `ready` when it serves.
"""

from gevent import monkey

monkey.patch_all()

import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Iterable  # noqa: E402
from dataclasses import fields  # noqa: E402
from types import SimpleNamespace  # noqa: E402
from typing import Any  # noqa: E402

from flask import Request, Response  # noqa: E402

from benchmarks.room_frame.made_map import MadeMap  # noqa: E402
from recommender.catalogue.building import build_catalogue  # noqa: E402
from recommender.catalogue.libraries.visibility import Visibility  # noqa: E402
from recommender.clock import system_clock  # noqa: E402
from recommender.listening.play_queue import PlayQueue  # noqa: E402
from recommender.listening.taste import Taste  # noqa: E402
from recommender.records import Slate  # noqa: E402
from recommender.room.binary import MEDIA_TYPE  # noqa: E402
from webapp.app import create_app  # noqa: E402
from webapp.room.map_bodies import MapBody  # noqa: E402
from webapp.services import Services, WebConfig  # noqa: E402
from webapp.serving.server import bind_socket, make_server  # noqa: E402

MAP = "/api/v1/map"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class MapInFront:
    """Answers the routes of the map, packed as the player packs them, and hands everything else on."""

    def __init__(self, made: MadeMap, app: Wsgi) -> None:
        self._made, self._app = made, app
        self._packed = MapBody.of(made.data).packed

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        answer = self._answer(request) if request.path.startswith(MAP) else None
        return self._app(environ, start_response) if answer is None else answer(environ, start_response)

    def _answer(self, request: Request) -> Response | None:
        if request.path == MAP:
            return Response(self._packed, content_type=MEDIA_TYPE, headers={"Content-Encoding": "gzip"})
        answers = {
            "quantities": lambda: self._made.quantities(),
            "tracks": lambda: self._made.tracks(request.args["rows"]),
            "rows": lambda: self._made.rows(request.args["track_ids"]),
        }
        answer = answers.get(request.path.removeprefix(f"{MAP}/"))
        return None if answer is None else Response(answer(), content_type="application/json")


def services() -> Services:
    """Return what the page asks for when the room is opened; the rest is not there."""
    catalogue = build_catalogue([])
    ports: dict[str, Any] = {port.name: None for port in fields(Services)}
    ports |= {
        "config": WebConfig(secret_key=b"a key for one run"),
        "catalogue": lambda: catalogue,
        "libraries": SimpleNamespace(visibility=Visibility, views=lambda _hidden: catalogue),
        "index": lambda: None,
        "track_map": lambda: None,
        "taste": lambda listener: Taste(listener_id=listener),
        "current_slate": lambda listener: Slate(
            slate_id="made", listener_id=listener, picks=(), model_version="", made_at=system_clock()
        ),
        "arrangements": SimpleNamespace(all=lambda _listener: ()),
        "favourites": SimpleNamespace(of_listener=lambda _listener: ()),
        "play_queues": SimpleNamespace(get=lambda _listener: PlayQueue()),
        "publish": lambda _events: None,
        "parts": tuple,
        "lab": SimpleNamespace(library_moods=lambda: None),
        "compute": lambda work: work(),
        "clock": system_clock,
    }
    return Services(**ports)


def main(port: int, n_tracks: int) -> None:
    """Serve until the process is ended."""
    app = create_app(services())
    server = make_server(MapInFront(MadeMap.of(n_tracks), app), bind_socket("127.0.0.1", port))
    server.start()
    print("ready", flush=True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads on: a full pipe would stop the server
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
