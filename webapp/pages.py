"""The player's page and its files. The page reads its own address; only addresses of its views are answered 200."""

from contextlib import suppress

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.gate import Gate
from webapp.listener import Listeners
from webapp.problems import TooMany, http_problem
from webapp.services import Services
from webapp.serving.compression import encoding_for

VIEWS = (
    "/",
    "/library",
    "/library/<any(tracks, albums, artists, genres, liked, history, 'turned-away'):part>",
    "/library/<any(decades, composers, writers, producers, labels, folders):part>",
    "/search",
    "/track/<path:name>",
    "/album/<path:name>",
    "/artist/<path:name>",
    "/genre/<path:name>",
    "/part/<path:name>",
    "/playlists",
    "/playlist/<path:name>",
    "/smart/<path:name>",
    "/listen",
    "/room",
    "/make",
    "/make/<any(blend, arc, radio, mixes):part>",
    "/lab",
    "/lab/<any(charts, single, streams, year, models):part>",
    "/predict",
    "/login",
    "/join",
    "/account",
    "/people",
    "/settings",
    "/settings/folders",
    "/quality",
)
"""The routes of `frontend/src/state/router.ts`. A name may hold an encoded slash."""
_NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>segue</title>"
    "<h1>The player is not built yet</h1><p>Run <code>make setup</code> and reload this page.</p></html>"
)


class Pages:
    """Serves the built front end."""

    def __init__(self, services: Services, listeners: Listeners) -> None:
        self._folder = services.config.static_folder
        self._listeners = listeners

    def page(self, **_: str) -> Response:
        """Answer with the one page, whatever its path: it reads the path itself."""
        answer = self._page()
        if not self._listeners.has_accounts:
            with suppress(TooMany):  # the page comes all the same, and asks for its listener again
                self._listeners.remember(self._listeners.find_or_make(request), request=request, answer=answer)
        return answer

    def nothing_here(self, error: NotFound) -> BaseResponse:
        """Answer 404: a person who mistyped an address gets the page, which says so; a program gets a problem."""
        accepted = request.accept_mimetypes
        if request.url_rule is not None or "text/html" not in accepted.values() or request.path.startswith("/api/"):
            return http_problem(error)
        answer = self._page()
        answer.status_code = 404
        return answer

    def file(self, path: str) -> Response:
        """Answer with a built file; those in assets/ carry a hash in their name and never change."""
        answer = self._send(path)
        hashed = path.startswith("assets/")
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return answer

    def _page(self) -> Response:
        if (self._folder / "index.html").is_file():
            answer = self._send("index.html")
        else:
            answer = Response(_NOT_BUILT, status=503, content_type="text/html; charset=utf-8")
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    def _send(self, path: str) -> Response:
        """Answer with the file, or with what the build compressed beside it."""
        whole = send_from_directory(self._folder, path)
        beside = {name: f"{path}.{ending}" for name, ending in (("br", "br"), ("gzip", "gz"))}
        encodings = [name for name, file in beside.items() if (self._folder / file).is_file()]
        if not encodings:
            return whole
        name = encoding_for(request, encodings)
        answer = whole
        if name:
            whole.close()
            answer = send_from_directory(self._folder, beside[name], mimetype=whole.mimetype)
            answer.headers["Content-Encoding"] = name
        answer.vary.add("Accept-Encoding")
        return answer


def register_pages(app: Flask, gate: Gate, pages: Pages) -> None:
    """Add the routes."""
    for view in VIEWS:
        gate.add(view, "page", pages.page, access="open")
    gate.add("/static/<path:path>", "file", pages.file, access="open")
    gate.add("/assets/<path:path>", "asset", lambda path: pages.file(f"assets/{path}"), access="open")
    app.register_error_handler(NotFound, pages.nothing_here)
