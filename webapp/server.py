"""Runs the application on gevent's server."""

import socket
from typing import Any

import structlog
from gevent.pool import Pool
from gevent.pywsgi import WSGIServer

from recommender.errors import BadSetting
from webapp.websockets import PlayerHandler

_BACKLOG = 1024
_MOST_CONNECTIONS = 10_000
_log = structlog.get_logger(__name__)


def bound_socket(host: str, port: int) -> socket.socket:
    """Return a listening socket; raise `BadSetting` when the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # An acknowledgement and the slate after it are two small packets: without this the second one waits
            # up to 40 ms for the client's delayed ACK of the first. Accepted connections inherit it.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise BadSetting(
            f"cannot listen on {host}:{port}: {error.strerror or error}; "
            "choose another address by --host and --port, or SEGUE_WEB_HOST and SEGUE_WEB_PORT"
        ) from error
    return listener


def make_server(app: Any, listener: socket.socket) -> WSGIServer:
    """Return a server that is ready for `serve_forever`."""
    return WSGIServer(
        listener, app, handler_class=PlayerHandler, log=None, error_log=_ErrorLog(), spawn=Pool(_MOST_CONNECTIONS)
    )


class _ErrorLog:
    """What gevent writes about broken connections and accidents, as log events."""

    def write(self, text: str) -> None:
        if text.strip():
            _log.warning("server", message=text.strip()[:4000])

    def flush(self) -> None:
        """Nothing is kept back."""
