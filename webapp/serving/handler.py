"""The server's side of a connection: gevent's with limits."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler
from gevent.socket import wait_read
from werkzeug.exceptions import ClientDisconnected

from webapp.problems import MEDIA_TYPE, problem_bytes
from webapp.serving.request_body import TimedInput

_REFUSED = {
    400: "the request line or the headers are not HTTP",
    414: "the address is longer than 8 kB",
}


class PlayerHandler(WSGIHandler):  # type: ignore[misc]
    """Serves requests one after the other, the last of which may be a websocket; writes no log of its own."""

    wsgi_input: Any
    ignored_socket_errors = (*WSGIHandler.ignored_socket_errors, errno.EBADF, "timed out")
    """Clients that left, did not read, or were hung up on are no accidents."""
    first_request_s = 15.0
    """How long a new connection may wait with its first request."""
    idle_s = 75.0
    """How long a connection may wait before its next request."""
    headers_s = 15.0
    """How long a request's headers may take to arrive."""
    join_s = 15.0
    """How long a websocket may be open without a listener."""
    write_s = 300.0
    """How long a client may take for one piece of an answer: a player that pauses reads no further."""
    _is_first = True

    def handle(self) -> None:
        """Serve the connection to its end."""
        self.socket.settimeout(self.write_s)
        self._connection = self.socket
        try:
            super().handle()
        finally:
            self.server.connections.forget(self)

    def read_requestline(self) -> Any:
        """Return the first line of the next request; nothing when none comes, which closes the connection."""
        self.server.connections.set_state(self, "idle")
        gevent.sleep(0)  # requests may come one behind the other, and must not keep other listeners waiting
        within_s, self._is_first = self.first_request_s if self._is_first else self.idle_s, False
        with gevent.Timeout(within_s, False):
            return super().read_requestline()
        return ""

    def read_request(self, raw_requestline: Any) -> Any:
        """Return whether the headers arrived whole and in time."""
        with gevent.Timeout(self.headers_s, False):
            return super().read_request(raw_requestline)
        return False

    def handle_one_request(self) -> Any:
        """Serve a request; what gevent refuses before it is one gets a problem document as well."""
        result = super().handle_one_request()
        if not isinstance(result, tuple):
            return result
        status = int(result[0])
        return result[0], _refusal(status)

    def _handle_client_error(self, error: Exception) -> tuple[str, bytes]:
        self.log_error("refused: %s", str(error) or type(error).__name__)
        return "400", b""

    def get_environ(self) -> Any:
        """Return the WSGI environment of a request whose body is read within limits."""
        environ = super().get_environ()
        given = self.wsgi_input
        self.wsgi_input = environ["wsgi.input"] = TimedInput(
            given.rfile, given.content_length, socket=given.socket, chunked_input=given.chunked_input
        )
        environ["wsgi.input_terminated"] = True
        environ["segue.connection"] = self
        return environ

    def handle_one_response(self) -> None:
        """Answer; a connection whose body was not read to its end is of no further use."""
        self.server.connections.set_state(self, "request")
        super().handle_one_response()
        if not self.wsgi_input.is_spent:
            self.close_connection = True

    @contextmanager
    def while_client_stays(self) -> Iterator[None]:
        """Raise `ClientDisconnected` in the block as soon as the client closes the connection."""
        waiting = gevent.getcurrent()

        def watch() -> None:
            with suppress(OSError):
                wait_read(self._connection.fileno())
                if self._connection._sock.recv(1, socket.MSG_PEEK):
                    return  # the next request
            gevent.kill(waiting, ClientDisconnected("the client left"))

        watcher = gevent.spawn(watch)
        try:
            yield
        finally:
            watcher.kill()

    def hang_up(self) -> None:
        """End the connection now, whatever waits for it."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def become_socket(self) -> None:
        """Carry a websocket from now on, and nothing after it."""
        self.server.connections.set_state(self, "socket")
        self.close_connection = True

    def log_request(self) -> None:
        """Say nothing: requests are counted in the metrics."""


def _refusal(status: int) -> bytes:
    """Return a whole answer that ends the connection."""
    phrase = HTTPStatus(status).phrase
    body = problem_bytes(status, "", _REFUSED[status], instance="/")
    head = f"HTTP/1.1 {status} {phrase}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
