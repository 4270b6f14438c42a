"""The server's side of a websocket: gevent-websocket with limits, and without its per-byte loops."""

from typing import Any

import gevent
from geventwebsocket.exceptions import ProtocolError, WebSocketError
from geventwebsocket.handler import WebSocketHandler
from geventwebsocket.websocket import Header, Stream, WebSocket

_LARGEST_MESSAGE_BYTES = 128 * 1024
"""Twice what the application takes: a little too much gets an answer, a flood gets a closed connection."""


class LimitedWebSocket(WebSocket):  # type: ignore[misc]
    """Refuses frames and messages that are too large before they are read."""

    _message_bytes = 0

    def read_frame(self) -> tuple[Any, bytes]:
        """Return the header and the unmasked payload of the next frame."""
        header = Header.decode_header(self.stream)
        if header.opcode != self.OPCODE_CONTINUATION:
            self._message_bytes = 0
        self._message_bytes += header.length
        if header.flags or self._message_bytes > _LARGEST_MESSAGE_BYTES:
            raise ProtocolError
        if not header.length:
            return header, b""
        payload = self.raw_read(header.length)
        if len(payload) != header.length:
            raise WebSocketError("the connection ended within a frame")
        return header, unmasked(payload, header.mask) if header.mask else payload

    def validate_utf8(self, payload: bytes) -> None:
        """Leave it to the decoding of the whole message, which refuses the same bytes."""


class PlayerHandler(WebSocketHandler):  # type: ignore[misc]
    """Serves requests and upgrades to `LimitedWebSocket`; writes no log of its own."""

    websocket: Any
    idle_s = 75.0
    """How long a connection may wait before its next request."""
    headers_s = 15.0
    """How long a request's headers may take to arrive."""

    def read_requestline(self) -> Any:
        """Return the first line of the next request; nothing when none comes, which closes the connection."""
        with gevent.Timeout(self.idle_s, False):
            return super().read_requestline()
        return ""

    def read_request(self, raw_requestline: Any) -> Any:
        """Return whether the headers arrived whole and in time."""
        with gevent.Timeout(self.headers_s, False):
            return super().read_request(raw_requestline)
        return False

    def run_websocket(self) -> None:
        """Run the application on the limited socket."""
        self.websocket.raw_write = _nothing  # it says goodbye when it is collected, over the same connection
        self.websocket = LimitedWebSocket(self.environ, Stream(self), self)
        self.environ["wsgi.websocket"] = self.websocket
        super().run_websocket()

    def log_request(self) -> None:
        """Say nothing: requests are counted in the metrics."""


def _nothing(_data: bytes) -> None:
    """Write nothing."""


def unmasked(payload: bytes, mask: bytes) -> bytes:
    """Return `payload` XOR the repeated 4-byte mask (RFC 6455, 5.3)."""
    n = len(payload)
    repeated = (bytes(mask) * (n // 4 + 1))[:n]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(n, "big")
