import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import gevent
import pytest
from gevent import socket
from websockets.frames import Frame, Opcode

from webapp.serving import websockets
from webapp.serving.websockets import IN_ENVIRONMENT, LimitedWebSocket

MASK = b"\x01\x80\xff\x10"
HANDSHAKE = {
    "REQUEST_METHOD": "GET",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_CONNECTION": "keep-alive, Upgrade",
    "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
    "HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate",
}
GOODBYE = b"\x88\x02"


class Connection:
    """What `PlayerHandler` is to a websocket; `client` is the other end."""

    join_s = 20.0

    def __init__(self) -> None:
        self.socket, self.client = socket.socketpair()
        self.client.settimeout(10)
        self.rfile = self.socket.makefile("rb", -1)
        self.is_socket = False

    def become_socket(self) -> None:
        self.is_socket = True

    def hang_up(self) -> None:
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


class Opened:
    """A websocket that is served until it ends; what it heard, and its answer to the handshake."""

    def __init__(self, run: Callable[[LimitedWebSocket], object] | None = None, **changed: str) -> None:
        self.connection = Connection()
        self.client = self.connection.client
        self.heard: list[str] = []
        self.status, self.headers = "", {}
        self.environ: dict[str, Any] = {**HANDSHAKE, **changed, "segue.connection": self.connection}
        websocket = LimitedWebSocket(run or self._listen, None)
        self.served = gevent.spawn(websocket, self.environ, self._start)
        gevent.sleep(0)

    def _start(self, status: str, headers: list[tuple[str, str]]) -> Callable[[bytes], None]:
        self.status, self.headers = status, dict(headers)
        return lambda _data: None

    def _listen(self, websocket: LimitedWebSocket) -> None:
        while message := websocket.wait():
            self.heard.append(message)

    def end(self) -> bytes:
        """Return what else the client is sent until the connection ends."""
        received = b""
        with suppress(ConnectionResetError):
            while data := self.client.recv(65536):
                received += data
        self.served.get(timeout=10)
        return received

    def close(self) -> None:
        self.client.close()
        self.served.get(timeout=10)
        self.connection.rfile.close()
        self.connection.socket.close()


@pytest.fixture
def opened_with() -> Iterator[Callable[..., Opened]]:
    """Opens websockets as `Opened` says, and closes them after the test."""
    with ExitStack() as stack:

        def open_one(*given: Any, **changed: str) -> Opened:
            opened = Opened(*given, **changed)
            stack.callback(opened.close)
            return opened

        yield open_one


@pytest.fixture
def opened(opened_with: Callable[..., Opened]) -> Opened:
    return opened_with()


def frame(opcode: Opcode, data: bytes, *, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


def test_the_handshake_is_that_of_the_standard_and_compresses_nothing(opened):
    assert opened.status.startswith("101")
    assert opened.headers["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    assert "Sec-WebSocket-Extensions" not in opened.headers
    assert opened.connection.is_socket
    assert isinstance(opened.environ[IN_ENVIRONMENT], LimitedWebSocket)
    opened.client.close()
    assert opened.served.get(timeout=10) == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"HTTP_SEC_WEBSOCKET_KEY": "short"}, "400"),
        ({"HTTP_SEC_WEBSOCKET_KEY": ""}, "400"),
        ({"HTTP_SEC_WEBSOCKET_VERSION": "8"}, "400"),
        ({"HTTP_CONNECTION": "close"}, "426"),
        ({"SERVER_PROTOCOL": "HTTP/1.0"}, "505"),
    ],
)
def test_a_handshake_that_is_none_is_refused_and_the_engine_hears_its_end(opened_with, changed, status):
    ended = []
    opened = opened_with(lambda websocket: ended.append(websocket.wait()), **changed)
    body = opened.served.get(timeout=10)
    assert opened.status.startswith(status)
    assert body[0].startswith(b"Failed to open")
    assert ended == [None]
    assert not opened.connection.is_socket


@pytest.mark.parametrize("n_bytes", [1, 125, 126, 60_000, 128 * 1024])
def test_messages_arrive_whole_and_unmasked_whatever_their_pieces(opened, n_bytes):
    text = b"4" + "ä".encode() * ((n_bytes - 1) // 2) + b"x" * ((n_bytes - 1) % 2)
    opened.client.sendall(frame(Opcode.TEXT, text))
    third = n_bytes // 3
    opened.client.sendall(frame(Opcode.TEXT, text[:third], fin=False))
    opened.client.sendall(frame(Opcode.PING, b"in between"))
    opened.client.sendall(frame(Opcode.CONT, text[third : 2 * third], fin=False))
    opened.client.sendall(frame(Opcode.CONT, text[2 * third :]))
    opened.client.sendall(frame(Opcode.CLOSE, b""))
    assert opened.end() == b"\x8a\x0ain between" + b"\x88\x00"
    assert opened.heard == [text.decode()] * 2


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (struct.pack("!BBQ", 0x81, 0xFF, 128 * 1024 + 1), 1009),
        (frame(Opcode.TEXT, b"4" * 100_000, fin=False) + struct.pack("!BBH", 0x80, 0xFE, 40_000), 1009),
        (b"\x81\x02no", 1002),  # without a mask
        (b"\xc1\x80" + MASK, 1002),  # of an extension
        (b"\x83\x80" + MASK, 1002),  # of no kind
        (frame(Opcode.CONT, b"4"), 1002),
        (frame(Opcode.BINARY, b"4"), 1002),
        (frame(Opcode.TEXT, b"no packet"), 1002),
        (frame(Opcode.TEXT, b""), 1002),
        (frame(Opcode.TEXT, b"4\xff"), 1002),
    ],
    ids=[
        "frame",
        "message",
        "no mask",
        "extension",
        "no kind",
        "no beginning",
        "binary",
        "no packet",
        "empty",
        "no utf-8",
    ],
)
def test_what_is_too_large_or_no_packet_ends_the_connection_before_more_is_read(opened, sent, code):
    opened.client.sendall(frame(Opcode.TEXT, b"40") + sent)
    received = opened.end()
    assert received[:1] == GOODBYE[:1]
    assert struct.unpack("!H", received[2:4]) == (code,)
    assert opened.heard == ["40"]


def test_a_message_is_one_write(opened):
    writes: list[bytes] = []
    websocket = opened.environ[IN_ENVIRONMENT]
    websocket.socket = type("Written", (), {"send": lambda _, data: writes.append(data) or len(data)})()
    websocket.send("42" + "x" * 1000)
    assert [len(data) for data in writes] == [4 + 1002]
    websocket.socket = opened.connection.socket


def test_who_reads_nothing_is_hung_up_on_also_in_the_midst_of_a_message(opened, monkeypatch):
    monkeypatch.setattr(websockets, "_GOODBYE_S", 0.01)
    websocket = opened.environ[IN_ENVIRONMENT]
    sender = gevent.spawn(websocket.send, "4" * 10_000_000)
    gevent.sleep(0)
    assert not sender.ready()
    websocket.close()
    opened.served.get(timeout=10)
    with pytest.raises(OSError):  # noqa: PT011 - which one, the system says
        sender.get(timeout=10)


def test_frames_of_several_senders_are_not_mixed(opened):
    websocket = opened.environ[IN_ENVIRONMENT]
    senders = [gevent.spawn(websocket.send, each * 2_000_000) for each in "ab"]
    received = b""
    while len(received) < 2 * 2_000_010:
        received += opened.client.recv(65536)
    gevent.joinall(senders, raise_error=True)
    assert received[10:2_000_010] == b"a" * 2_000_000
    assert received[2_000_020:] == b"b" * 2_000_000


def test_a_websocket_that_nobody_joins_is_closed(opened_with, monkeypatch):
    monkeypatch.setattr(Connection, "join_s", 0.01)
    assert opened_with().end() == b""


def test_others_have_their_turn_while_one_sends_without_pause(opened):
    flood = frame(Opcode.PONG, b"") * 10_000
    turns = []

    def count() -> None:
        while True:
            turns.append(1)
            gevent.sleep(0)

    counting = gevent.spawn(count)
    opened.client.sendall(flood)
    opened.client.sendall(frame(Opcode.CLOSE, b""))
    assert opened.end() == b"\x88\x00"
    counting.kill()
    assert len(turns) > 1_000
