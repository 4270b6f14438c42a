"""A websocket as python-engineio wants it: the protocol of `websockets`, the connection of gevent, and limits."""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import gevent
from gevent.lock import BoundedSemaphore
from websockets.datastructures import Headers
from websockets.exceptions import InvalidState
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import Protocol, Side, State
from websockets.server import ServerProtocol

IN_ENVIRONMENT = "segue.websocket"
"""Where a request's websocket is found in its WSGI environment."""
_OF_MESSAGES = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)
_GOODBYE_S = 1.0
"""How long the last frame of a websocket may take."""
_PACKET_TYPES = tuple("0123456")
_MAX_MESSAGE_BYTES = 128 * 1024
"""Twice what the engine takes: a little too much ends the connection with a reason, a flood before it is read."""
_READ_BYTES = 4096
"""What is taken apart at once, before others have their turn: some hundred frames of a few bytes, at most."""


class LimitedWebSocket:
    """Refuses frames and messages that are too large before they are read, and waits for nobody without end."""

    socket: Any
    """gevent's; python-engineio bounds each wait on it by the time within which every client answers a ping."""

    def __init__(self, run: Callable[["LimitedWebSocket"], object], _engine: object) -> None:
        """`run` serves the open websocket to its end."""
        self._run = run
        self._protocol = Protocol(Side.SERVER, max_size=_MAX_MESSAGE_BYTES)
        self._frames: deque[Frame] = deque()
        self._message = bytearray()
        self._is_text = False
        self._writing = BoundedSemaphore()
        self._is_closed = False
        self.has_joined = False
        """Whether a listener was let in on it."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Answer the handshake, and run the websocket over the connection of the request."""
        self._connection = connection = environ["segue.connection"]
        self.socket = connection.socket
        environ[IN_ENVIRONMENT] = self
        answer = ServerProtocol().accept(_request(environ))
        write = start_response(f"{answer.status_code} {answer.reason_phrase}", [*answer.headers.raw_items()])
        if answer.status_code != HTTPStatus.SWITCHING_PROTOCOLS:
            self._is_closed = True
            self._protocol.receive_eof()
            self._run(self)  # ends at once, and only there does the engine forget the connection
            return [bytes(answer.body)]
        connection.become_socket()
        later = gevent.spawn_later(connection.join_s, self._hang_up_on_nobody)
        try:
            with suppress(OSError):  # a client that has left already; the first read or write meets it as well
                write(b"")
            self._run(self)
        finally:
            later.kill()
            self.close()
        return []

    def wait(self) -> str | None:
        """Return the next message; None when the connection ends, or for what is no Engine.IO packet in text."""
        try:
            while True:
                gevent.sleep(0)  # what comes without pause must not keep other listeners waiting
                if self._frames:
                    if self._take(self._frames.popleft()):
                        return self._packet()
                elif self._protocol.state is State.OPEN:
                    self._read()
                else:
                    return None
        except OSError:  # the client is gone, or silent
            self.close()
        except (UnicodeDecodeError, _NoPacket):
            self.close(CloseCode.PROTOCOL_ERROR)
        return None

    def send(self, message: str) -> None:
        """Send a text message; raise `OSError` or `InvalidState` when the connection has ended."""
        self._protocol.send_text(message.encode())
        self._write()

    def close(self, code: CloseCode = CloseCode.NORMAL_CLOSURE) -> None:
        """Say goodbye, and end the connection: the other side may be gone."""
        if self._is_closed:
            return
        self._is_closed = True
        with suppress(OSError, InvalidState), gevent.Timeout(_GOODBYE_S, False):
            self._protocol.send_close(code)
            self._write()
        self.hang_up()

    def hang_up(self) -> None:
        """End the connection, whoever waits on it."""
        self._connection.hang_up()

    def _hang_up_on_nobody(self) -> None:
        if not self.has_joined:
            self.hang_up()

    def _read(self) -> None:
        if data := self._connection.rfile.read1(_READ_BYTES):
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        self._frames.extend(self._protocol.events_received())  # type: ignore[arg-type]  # the handshake was before
        try:
            self._write()  # answers to pings and to a goodbye
        except OSError:
            if not self._frames:
                raise  # else what a client said before it left is heard first

    def _write(self) -> None:
        if data := b"".join(self._protocol.data_to_send()):
            with self._writing:  # one whole frame behind the other, also to who reads slowly
                n_sent = self.socket.send(data)
                if n_sent < len(data):  # `sendall` asks the system for the buffer's size each time
                    self.socket.sendall(data[n_sent:])

    def _take(self, frame: Frame) -> bool:
        """Add a frame to the message; return whether that is whole now."""
        if frame.opcode not in _OF_MESSAGES:
            return False
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
        self._message += frame.data
        return frame.fin

    def _packet(self) -> str:
        message, self._message = self._message.decode(), bytearray()
        if not self._is_text or not message.startswith(_PACKET_TYPES):
            raise _NoPacket
        return message


def serve_websockets(engine: Any) -> None:
    """Let python-engineio's server serve these, on connections of `PlayerHandler`.

    By itself it takes those of one of two packages, the one unmaintained, the other slow; it asks for them here.
    """
    engine._async = {**engine._async, "websocket": LimitedWebSocket}


class _NoPacket(Exception):
    """What a client of ours does not send."""


def _request(environ: dict[str, Any]) -> Request:
    """Return what the handshake needs of a request."""
    names = (name for name in environ if name.startswith("HTTP_"))
    headers = Headers([(name[5:].replace("_", "-"), environ[name]) for name in names])
    return Request("", headers, environ["REQUEST_METHOD"], environ["SERVER_PROTOCOL"])
