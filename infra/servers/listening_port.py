"""Which ports are free, and who holds one that is not."""

import random
import socket

import psutil

from recommender.errors import ServerUnavailable

LOCALHOST = "127.0.0.1"
_MIN_FREE_PORT = 20_000
_MAX_FREE_PORT = 32_000
"""Below the ports that systems give to outgoing connections, so that none of those takes a server's port between its
choice and its use, or while the server restarts."""


class PortTaken(ServerUnavailable):
    """The port that a server should listen on belongs to another program."""


def free_port(*, following: int = 0) -> int:
    """Return a port that nobody listens on now, with `following` more free ones right after it."""
    while True:
        port = random.randint(_MIN_FREE_PORT, _MAX_FREE_PORT)
        if all(is_free(port + step) for step in range(following + 1)):
            return port


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something accepts connections on this port of 127.0.0.1."""
    try:
        with socket.create_connection((LOCALHOST, port), timeout=2):
            return True
    except OSError:
        return False


def require_free(port: int, *, server: str, setting: str) -> None:
    """Raise `PortTaken`, naming the port, who holds it and the setting to change."""
    if is_free(port):
        return
    raise PortTaken(
        f"port {port} for {server} is taken{_holder(port)}; stop that program or set {setting} to another port"
    )


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status != psutil.CONN_LISTEN or connection.laddr.port != port or not connection.pid:
                continue
            return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        return ""  # not ours to see; the port is named anyway
    return ""
