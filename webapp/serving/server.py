"""Runs the application on gevent's server."""

import errno
import socket
from typing import Any

import structlog
from gevent.pool import Pool
from gevent.pywsgi import WSGIServer

from recommender.errors import BadSetting
from webapp.serving.connections import Connections, most_connections
from webapp.serving.handler import PlayerHandler

_BACKLOG = 1024
_SEND_BUFFER_BYTES = 256 * 1024
"""What the kernel keeps for a client that does not read; left to itself, it is 4 MB each."""
_ROOM_AFTER_S = 0.005
"""Until then a connection that makes room has closed."""
_REST_S = 0.1
"""How long nobody is let in when nothing can make room."""
_log = structlog.get_logger(__name__)


def bind_socket(host: str, port: int) -> socket.socket:
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
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)  # inherited as well
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
    return PlayerServer(listener, app, handler_class=PlayerHandler, log=None, error_log=_ErrorLog(), spawn=Pool())


class PlayerServer(WSGIServer):  # type: ignore[misc]
    """Lets everybody in: when connections or file handles run out, one that waits makes room."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections = Connections(most_connections())

    def do_read(self) -> Any:
        """Return the next connection, or nothing now."""
        if self.connections.is_full() and not self.connections.make_room():
            return self._rest(_REST_S)
        try:
            return super().do_read()
        except OSError as error:
            if error.errno not in (errno.EMFILE, errno.ENFILE):
                raise
            return self._rest(_ROOM_AFTER_S if self.connections.make_room() else _REST_S)

    def _rest(self, seconds: float) -> None:
        self.stop_accepting()
        self._timer = self.loop.timer(seconds)
        self._timer.start(self._start_accepting_if_started)


class _ErrorLog:
    """What gevent writes about broken connections and accidents, as log events."""

    def write(self, text: str) -> None:
        if text.strip():
            _log.warning("server_error_reported", message=text.strip()[:4000])

    def flush(self) -> None:
        """Nothing is kept back."""
