"""The player's page and its files; every path that is nothing else is the page."""

from flask import Flask, Response, current_app, request, send_from_directory
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from webapp.listener import Listeners
from webapp.services import Services

_NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>segue</title>"
    "<h1>The player is not built yet</h1><p>Run <code>make setup</code> and reload this page.</p></html>"
)
_RESERVED = ("api", "audio", "covers", "health", "metrics", "socket.io", "static")


class Pages:
    """Serves the built front end."""

    def __init__(self, services: Services, listeners: Listeners) -> None:
        self._folder = services.config.static_folder
        self._listeners = listeners

    def page(self, path: str = "") -> Response:
        """Answer with the one page, whatever its path: it reads the path itself."""
        first = path.partition("/")[0]
        if first in _RESERVED:
            raise _nothing_here()
        if "." in path and "/" not in path and (self._folder / path).is_file():
            return self.file(path)
        if (self._folder / "index.html").is_file():
            answer = send_from_directory(self._folder, "index.html", mimetype="text/html")
        else:
            answer = Response(_NOT_BUILT, status=503, content_type="text/html; charset=utf-8")
        answer.headers["Cache-Control"] = "private, no-cache"
        self._listeners.remember(self._listeners.known_or_new(request), request=request, answer=answer)
        return answer

    def file(self, path: str) -> Response:
        """Answer with a built file; those in assets/ carry a hash in their name and never change."""
        answer = send_from_directory(self._folder, path)
        hashed = path.startswith("assets/")
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return answer


def _nothing_here() -> HTTPException:
    """Return 404, or 405 where another method would have found something."""
    adapter = current_app.create_url_adapter(request)
    others = set(adapter.allowed_methods()) - {"GET", "HEAD", "OPTIONS"} if adapter else set()
    if others:
        return MethodNotAllowed(valid_methods=sorted(others))
    return NotFound("there is nothing at this address")


def register_pages(app: Flask, pages: Pages) -> None:
    """Add the routes."""
    app.add_url_rule("/", "page", pages.page, methods=["GET"])
    app.add_url_rule("/<path:path>", "page", pages.page, methods=["GET"])
    app.add_url_rule("/static/<path:path>", "file", pages.file, methods=["GET"])
    app.add_url_rule("/assets/<path:path>", "asset", lambda path: pages.file(f"assets/{path}"), methods=["GET"])
