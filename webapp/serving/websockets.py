"""The server's side of a connection: gevent's and gevent-websocket's with limits, and without per-byte loops."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

import gevent
from gevent.socket import wait_read
from geventwebsocket.exceptions import ProtocolError, WebSocketError
from geventwebsocket.handler import WebSocketHandler
from geventwebsocket.websocket import Header, Stream, WebSocket
from werkzeug.exceptions import ClientDisconnected

from webapp.problems import MEDIA_TYPE, problem_bytes
from webapp.serving.request_body import TimedInput

_GOODBYE_S = 1.0
"""How long the last frame of a websocket may take."""
_REFUSED = {
    400: "the request line or the headers are not HTTP",
    414: "the address is longer than 8 kB",
}
_PACKET_TYPES = tuple("0123456")
_PROTOCOL_ERROR = 1002
_MAX_MESSAGE_BYTES = 128 * 1024
"""Twice what the application takes: a little too much gets an answer, a flood gets a closed connection."""


class LimitedWebSocket(WebSocket):  # type: ignore[misc]
    """Refuses frames and messages that are too large before they are read."""

    _message_bytes = 0
    has_joined = False
    """Whether a listener was let in on it."""

    def settimeout(self, seconds: float) -> None:
        """Bound each wait; python-engineio calls it with the time within which every client answers a ping."""
        self.handler.socket.settimeout(seconds)

    def hang_up(self) -> None:
        """End the connection, whoever waits on it."""
        self.handler.hang_up()

    def close(self, code: int = 1000, message: Any = b"") -> None:
        """Say goodbye, and end the connection: the other side may be gone."""
        if self.closed:
            return
        self.settimeout(_GOODBYE_S)
        super().close(code, message)
        self.hang_up()

    def receive(self) -> str | None:
        """Return the next message; None when the connection ends, or for what is no Engine.IO packet in text."""
        message = super().receive()
        if message is None or (isinstance(message, str) and message[:1] in _PACKET_TYPES):
            return message
        self.close(_PROTOCOL_ERROR)
        return None

    def read_frame(self) -> tuple[Any, bytes]:
        """Return the header and the unmasked payload of the next frame."""
        gevent.sleep(0)  # what comes without pause must not keep other listeners waiting
        header = Header.decode_header(self.stream)
        if header.opcode != self.OPCODE_CONTINUATION:
            self._message_bytes = 0
        self._message_bytes += header.length
        if header.flags or self._message_bytes > _MAX_MESSAGE_BYTES:
            raise ProtocolError
        if not header.length:
            return header, b""
        payload = self.raw_read(header.length)
        if len(payload) != header.length:
            raise WebSocketError("the connection ended within a frame")
        return header, unmask(payload, header.mask) if header.mask else payload

    def validate_utf8(self, payload: bytes) -> None:
        """Leave it to the decoding of the whole message, which refuses the same bytes."""


class PlayerHandler(WebSocketHandler):  # type: ignore[misc]
    """Serves requests and upgrades to `LimitedWebSocket`; writes no log of its own."""

    websocket: Any
    wsgi_input: Any
    ignored_socket_errors = (*WebSocketHandler.ignored_socket_errors, errno.EBADF, "timed out")
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
        gevent.sleep(0)  # as above: requests may come one behind the other
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

    def run_websocket(self) -> None:
        """Run the application on the limited socket."""
        self.server.connections.set_state(self, "socket")
        self.websocket.raw_write = _nothing  # it says goodbye when it is collected, over the same connection
        websocket = self.websocket = LimitedWebSocket(self.environ, Stream(self), self)
        self.environ["wsgi.websocket"] = websocket

        def hang_up_on_nobody() -> None:
            if not websocket.has_joined:
                self.hang_up()

        later = gevent.spawn_later(self.join_s, hang_up_on_nobody)
        try:
            super().run_websocket()
        finally:
            later.kill()

    def log_request(self) -> None:
        """Say nothing: requests are counted in the metrics."""


def _refusal(status: int) -> bytes:
    """Return a whole answer that ends the connection."""
    phrase = HTTPStatus(status).phrase
    body = problem_bytes(status, "", _REFUSED[status], instance="/")
    head = f"HTTP/1.1 {status} {phrase}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _nothing(_data: bytes) -> None:
    """Write nothing."""


def unmask(payload: bytes, mask: bytes) -> bytes:
    """Return `payload` XOR the repeated 4-byte mask (RFC 6455, 5.3)."""
    n = len(payload)
    repeated = (bytes(mask) * (n // 4 + 1))[:n]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(n, "big")
