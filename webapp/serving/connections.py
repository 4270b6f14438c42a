"""The open connections of a server, and which of them makes room when there are too many."""

import resource
from collections import Counter
from typing import Any, Literal

import structlog

from webapp.address_limits import limited_address

_MAX_CONNECTIONS = 10_000
_WANTED_HANDLES = 32_768
_PER_CONNECTION = 2
"""File handles: its socket, and the sound file or upload behind it. What is over is for databases and the index."""
_log = structlog.get_logger(__name__)

State = Literal["idle", "socket", "request"]
_ORDER: tuple[State, ...] = ("idle", "socket", "request")
"""What gives way first: live sockets come back by themselves; the oldest request is one that is read or sent slowly."""


class Connections:
    """Every open connection with what it is doing."""

    def __init__(self, max_open: int) -> None:
        self._max_open = max_open
        self._open: dict[Any, State] = {}

    def is_full(self) -> bool:
        """Return whether one must go before another comes."""
        return len(self._open) >= self._max_open

    def set_state(self, handler: Any, state: State) -> None:
        """Remember what a connection does from now on."""
        self._open.pop(handler, None)  # what changed last stands last
        self._open[handler] = state

    def forget(self, handler: Any) -> None:
        """Forget a connection that is closed."""
        self._open.pop(handler, None)

    def make_room(self) -> bool:
        """End one connection, and return whether there was one.

        Waiting ones before live sockets before requests; the address that has most of them gives one, its oldest.
        """
        for state in _ORDER:
            having = [handler for handler, now in self._open.items() if now == state]
            if having:
                addresses = [_address(handler) for handler in having]
                most = Counter(addresses).most_common(1)[0][0]
                victim = having[addresses.index(most)]
                self.forget(victim)
                _log.warning("connection_closed", why="too many are open", state=state, address=most)
                victim.hang_up()
                return True
        return False


def most_connections() -> int:
    """Raise the limit of file handles as far as is useful and allowed; return how many connections it is enough for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED_HANDLES if hard == resource.RLIM_INFINITY else min(hard, _WANTED_HANDLES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    handles = _WANTED_HANDLES if soft == resource.RLIM_INFINITY else soft
    return min(_MAX_CONNECTIONS, handles // _PER_CONNECTION)


def _address(handler: Any) -> str:
    address = handler.client_address
    return limited_address(address[0]) if isinstance(address, tuple) else ""
