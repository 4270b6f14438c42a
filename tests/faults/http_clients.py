"""HTTP clients by hand: what they send byte by byte, and what has become of their connections."""

import socket
import time
from collections.abc import Callable

WITHIN_S = 15.0
BOUNDARY = "b0undary"
FORM_HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x.wav"\r\n'
    "Content-Type: application/octet-stream\r\n\r\n"
).encode()
FORM = FORM_HEAD + b"tone" * 10 + f"\r\n--{BOUNDARY}--\r\n".encode()


def head(method: str, path: str, *headers: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def upload_head(n_bytes: int, *headers: str) -> bytes:
    return head(
        "POST",
        "/api/v1/sounds",
        *headers,
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {n_bytes}",
    )


def drip(connection: socket.socket, *, until: Callable[[], bool], within_s: float = WITHIN_S) -> None:
    """Send one byte at a time until `until` is true."""
    ends = time.monotonic() + within_s
    while not until():
        assert time.monotonic() < ends, "the server waits without end"
        try:
            connection.sendall(b" ")
        except OSError:
            return
        time.sleep(0.05)


def has_ended(connection: socket.socket) -> bool:
    connection.settimeout(0.01)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b"" or _rest_has_ended(connection)
    except TimeoutError:
        return False
    except OSError:
        return True


def _rest_has_ended(connection: socket.socket) -> bool:
    while connection.recv(65536):
        pass
    return True


def is_answered(connection: socket.socket) -> bool:
    connection.settimeout(0.01)
    try:
        return bool(connection.recv(1, socket.MSG_PEEK))
    except TimeoutError:
        return False
    except OSError:
        return True


def answer_on(connection: socket.socket) -> bytes:
    connection.settimeout(WITHIN_S)
    return connection.recv(65536)


def status_of(connection: socket.socket) -> int:
    return int(answer_on(connection).split()[1])
