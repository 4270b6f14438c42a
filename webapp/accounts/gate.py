"""Stands before every route: each declares who may call it, and one that declares nothing is closed."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request

from recommender.accounts.roles import Access, allows
from webapp.accounts.open_connections import EndableBody, OpenConnections
from webapp.accounts.visitor import Visitor
from webapp.listener import Listeners
from webapp.problems import NotAllowed


def require_access(visitor: Visitor, access: Access | None) -> None:
    """Refuse a visitor without the scope, and everybody where none was declared; raises `NotAllowed`."""
    if access is None or not allows(visitor.scopes, access):
        who = f"{visitor.name} does" if visitor.name else "you do"
        raise NotAllowed(f"this needs the right `{access}`, which {who} not have here")


class Gate:
    """The one list of who may call what."""

    def __init__(self, app: Flask, listeners: Listeners, connections: OpenConnections) -> None:
        self._app = app
        self._listeners = listeners
        self._connections = connections
        self.access: dict[str, Access] = {}
        """By the name of the Flask endpoint."""
        app.before_request(self._let_in)
        app.after_request(self._watch_stream)

    def add(self, rule: str, name: str, view: Callable[..., Any], *, access: Access, method: str = "GET") -> None:
        """Add a route."""
        self._app.add_url_rule(rule, name, view, methods=[method])
        self.access[name] = access

    def _let_in(self) -> None:
        rule = request.url_rule
        if rule is None or not self._listeners.has_accounts:
            return
        access = self.access.get(rule.endpoint)
        if access == "open":
            return
        require_access(self._listeners.require_visitor(request), access)

    def _watch_stream(self, answer: Response) -> Response:
        """Have an answer that is sent piece by piece stop when its listener's account or session is gone."""
        if not answer.is_streamed or request.url_rule is None or not self._listeners.has_accounts:
            return answer
        if self.access.get(request.url_rule.endpoint) in (None, "open"):
            return answer
        if visitor := self._listeners.visitor(request):
            connection = self._connections.add(visitor)
            connection.is_ended = not self._listeners.is_still_let_in(request)
            answer.response = EndableBody(answer.response, connection, self._connections)  # type: ignore[arg-type]
        return answer
